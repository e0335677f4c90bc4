// An address in a transcript is text: a click on it opens nothing elsewhere.
window.open = () => null;
// The terminal takes the keys as soon as it shows something, and again when one comes back to the page.
const terminal = () => document.querySelector(".xterm-helper-textarea")?.focus();
new MutationObserver(() => document.body.classList.contains("-first-byte") && terminal()).observe(
  document.body,
  { attributeFilter: ["class"] },
);
addEventListener("focus", terminal);
