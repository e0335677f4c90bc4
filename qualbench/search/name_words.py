"""Words that the rules for identifying details know: given names, what is capitalised and names nobody."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Given names from several parts of the world; a list that helps, and that no rule depends on.
GIVEN = _words(
    """
    Aaron Abdul Abena Abigail Adaeze Adam Adaobi Adebayo Aditi Afua Agnes Ahmed Aisha Ajay Akosua Akua
    Alan Albert Alejandro Alex Alexander Alexandra Alfie Ali Alice Alicia Alison Amara Amanda Amber Amelia
    Amina Amit Amy Ana Anand Andrea Andrew Angela Anil Anita Ann Anna Anne Anthony Antonio Arjun Arthur
    Asha Ashley Ayesha Ayo Babatunde Barbara Ben Benjamin Bernard Beth Betty Bill Blessing Bob Bola
    Brandon Brenda Brian Bridget Callum Carl Carlos Carmen Carol Caroline Catherine Charles Charlie
    Charlotte Chidi Chinedu Chioma Chloe Chris Christine Christopher Claire Colin Connor Craig Daniel
    Darren Dave David Dawn Dean Debbie Deborah Deepa Deepak Denise Dennis Derek Diana Diane Diego Divya
    Donald Donna Doreen Doris Dorothy Douglas Duncan Dylan Ebony Eddie Edith Edward Efua Eileen Elaine
    Elena Eleanor Elizabeth Ella Ellen Ellie Emeka Emily Emma Emmanuel Enoch Eric Esi Esther Ethan Eunice
    Eva Eve Evelyn Faith Fatima Fatou Femi Fiona Florence Folake Frances Francis Frank Fred Funmi Gareth
    Gary Gemma Geoff George Gerald Geraldine Gladys Gloria Gordon Grace Graham Grant Greg Hannah Hari
    Harold Harriet Harry Hassan Hazel Heather Helen Henry Holly Hope Howard Hugh Ian Ibrahim Imran Ines
    Ifeoma Irene Isaac Isabel Isla Ivan Ivy Jack Jackie Jacob Jake James Jamie Jan Jane Janet Janice Jason
    Javier Jay Jayne Jean Jeff Jen Jennifer Jenny Jeremy Jerry Jessica Jill Jim Jimmy Joan Joanna Joe Joel
    John Jonathan Jordan Jose Joseph Josh Joshua Joy Joyce Juan Judith Judy Julia Julian Julie June Justin
    Karen Karim Kate Katherine Kathleen Kathy Katie Kavita Keith Kelly Ken Kenneth Kerry Kevin Khadija Kim
    Kiran Kofi Krishna Kunle Kwabena Kwame Kwesi Kyle Lakshmi Lance Larry Laura Lauren Lawrence Leah Lee
    Leila Leo Leon Leroy Lesley Leslie Lewis Liam Lily Linda Lisa Liz Lola Lorraine Louis Louise Lucas
    Lucy Luis Luke Lydia Lynn Madison Maggie Mahesh Malcolm Manoj Marcus Margaret Maria Marie Marilyn
    Marion Mark Martha Martin Mary Matthew Maureen Maya Meena Megan Meera Melanie Melissa Mercy Michael
    Michelle Miguel Mike Miriam Mohamed Mohammed Mohan Molly Monica Morgan Moses Muhammad Musa Nadia Nana
    Nancy Naomi Natalie Natasha Neil Neha Ngozi Niall Nick Nicola Nicole Nigel Nikhil Nina Nisha Noah Nora
    Norman Obinna Olivia Olu Oliver Omar Oscar Owen Pamela Pat Patience Patricia Patrick Paul Paula
    Pauline Pedro Penny Peter Phil Philip Phoebe Pooja Prakash Precious Priya Quentin Rachel Rahul Raj
    Rajesh Ram Ramesh Rani Raymond Rebecca Reggie Rekha Rhys Richard Rita Ritu Rob Robert Robin Roger Ron
    Ronald Rosa Rosie Ross Roy Ruby Rupert Russell Ruth Ryan Sally Sam Samantha Samira Samuel Sandra
    Sanjay Sara Sarah Scott Sean Seun Shannon Sharon Sheila Shirley Sibusiso Simon Sita Sofia Sophie
    Stacey Stanley Stella Stephanie Stephen Steve Steven Stuart Sue Suresh Susan Sunita Suzanne Sylvia
    Tamika Tanya Tara Temitope Terence Teresa Terry Thabo Thandi Theresa Thomas Tim Timothy Tina Toby Tom
    Tony Tracey Tracy Trevor Tunde Tyler Tyrone Uche Uma Usha Valerie Vanessa Vera Victor Victoria Vijay
    Vikram Vincent Violet Wanda Wanjiru Wayne Wendy William Winston Yaw Yetunde Yusuf Yvonne Zainab Zara
    Zeinab Zoe
    """
)
#: Short forms and the names that they are short for.
NICKNAMES: dict[str, str] = {
    short: full
    for full, shorts in (
        ("Elizabeth", "Liz Lizzie Beth Betty Eliza Libby Lizzy"),
        ("William", "Will Bill Billy Willy Liam"),
        ("Robert", "Rob Bob Bobby Robbie Bert"),
        ("Richard", "Rich Rick Ricky Dick"),
        ("Edward", "Ed Eddie Ted"),
        ("James", "Jim Jimmy Jamie"),
        ("Margaret", "Maggie Meg Peggy Marge"),
        ("Michael", "Mike Mick Micky"),
        ("Catherine", "Cath Cathy Kate Katie Cat"),
        ("Katherine", "Kath Kathy Kate Katie Kat"),
        ("Thomas", "Tom Tommy"),
        ("Charles", "Charlie Chuck"),
        ("Jennifer", "Jen Jenny"),
        ("Christopher", "Chris"),
        ("Christine", "Chris Chrissy"),
        ("Samuel", "Sam Sammy"),
        ("Samantha", "Sam Sammy"),
        ("Daniel", "Dan Danny"),
        ("David", "Dave Davey"),
        ("Joseph", "Joe Joey"),
        ("Joshua", "Josh"),
        ("Matthew", "Matt"),
        ("Nicholas", "Nick Nicky"),
        ("Nicola", "Nicky"),
        ("Patricia", "Pat Patty Trish"),
        ("Patrick", "Pat Paddy"),
        ("Rebecca", "Becky Becca"),
        ("Stephen", "Steve"),
        ("Steven", "Steve"),
        ("Susan", "Sue Susie"),
        ("Deborah", "Deb Debbie"),
        ("Victoria", "Vicky Tori"),
        ("Alexander", "Alex Sandy"),
        ("Alexandra", "Alex Sandra"),
        ("Benjamin", "Ben"),
        ("Anthony", "Tony"),
        ("Andrew", "Andy Drew"),
        ("Timothy", "Tim"),
        ("Abigail", "Abby"),
        ("Theresa", "Terry Tess"),
        ("Frederick", "Fred Freddie"),
        ("Gregory", "Greg"),
        ("Jonathan", "Jon"),
    )
    for short in shorts.split()
}
#: Capitalised, and nobody's name: days, months, tongues, peoples, faiths, makes, institutions.
NOBODY = _words(
    """
    Which Whose Him Them Me Us Section Unit Phase Step Page Chapter I I'm I've I'll I'd Mr Mrs Ms Miss Mx
    Dr Prof God Lord Allah Jesus Bible Quran Koran Christmas Easter
    Ramadan Eid Diwali Hanukkah Halloween Thanksgiving Lent Monday Tuesday Wednesday Thursday Friday
    Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays January February March
    April May June July August September October November December English French German Spanish Italian
    Polish Portuguese Welsh Irish Scottish British American African Asian European Indian Pakistani
    Bangladeshi Nigerian Ghanaian Kenyan Jamaican Caribbean Chinese Japanese Korean Arabic Arab Turkish
    Russian Ukrainian Romanian Greek Dutch Swedish Hindi Urdu Punjabi Bengali Gujarati Tamil Telugu
    Marathi Malayalam Yoruba Igbo Hausa Twi Swahili Zulu Xhosa Latin Black White Asian Christian Muslim
    Hindu Sikh Jewish Jew Catholic Protestant Anglican Methodist Baptist Buddhist Islam Christianity
    Hinduism Internet Wifi WiFi Covid COVID Corona Brexit NHS GP A&E ICU TV PC OK Zoom Teams Skype
    WhatsApp Facebook Twitter Instagram TikTok Google YouTube Amazon Netflix Uber Microsoft Apple iPhone
    iPad Android Excel Word Email Parkinson Parkinson's Alzheimer Alzheimer's Down Down's Crohn Crohn's
    Hodgkin Huntington Asperger Asperger's Prozac Paracetamol Ibuprofen Xanax Calpol Aspirin Tylenol
    Medicaid Medicare Social Security Universal Credit Council Parliament Congress Senate Government
    Ministry Department State Labour Conservative Tory Republican Democrat Mum Mom Mummy Mommy Dad Daddy
    Nan Nana Nanna Gran Granny Grandma Grandad Grandpa Auntie Uncle Aunty Mam Mama Papa Sister Brother
    Doctor Nurse Professor Pastor Imam Rabbi Father Reverend Sir Madam Interviewer Participant Moderator
    Respondent Speaker Interviewee Question Answer Yeah Yes No Okay Ok Well So And But Because Then When
    The A An This That These Those It He She We You They My Your His Her Our Their What Who Where Why How
    If In On At Oh Um Uh Er Mm Hmm Ah Eh Right Sure Thanks Thank Please Sorry Hello Hi Hey Bye Good
    Morning Afternoon Evening Maybe Perhaps Actually Basically Honestly Really Just Also There Here Now
    Today Yesterday Tomorrow Not Never Everybody Everyone Nobody Somebody Something Nothing Anyway First
    Second Third Last Next One Two Three Four Five BMW Ford Toyota Tesco Asda Lidl Aldi Walmart Starbucks
    McDonald's Lego Barbie Xbox PlayStation Pampers Parkrun Olympics Wimbledon World Cup Euro Euros
    Bluetooth Latin Roman Victorian Internet Kindle Alexa Siri Army Navy Police Aadhaar Ebola Radio
    Malaria Zika Polio HIV AIDS BP Church
    """
)
#: Words that begin sentences and are names too: as the first word of one they name nobody by themselves.
AMBIGUOUS = _words(
    """
    Will May June April August Grace Faith Hope Joy Mark Bill Rose Ivy Dawn Eve Grant Frank Pat Sue Rob
    Art Ray Patience Mercy Precious Blessing Ram Jay Pearl Ruby Violet Holly Hazel Heather Olive Penny
    Chase Drew Miles Guy Earnest Rich Jack Jean Robin Victor Christian Royal Major Prince Cherry Summer
    Autumn Sky Star Angel Story Carol
    """
)
#: Words that begin a sentence before a verb and name nobody.
STARTERS = _words(
    """
    People Women Men Doctors Nurses Staff Kids Children Parents Friends Things Life Work Money School
    College Family Families Patients Carers Teachers Students Boys Girls Others Some Many Most Few All
    Both Each Any Another Other Someone Anyone None Nothing Everything Anything Whatever Whoever Whatever
    Whichever Part Half Plenty Lots Loads Bits Time Times Day Days Night Nights Week Weeks Month Months
    Year Years Home Hospital Hospitals Health Help Support Treatment Medicine Medication Surgery Pain Food
    Water Sleep Stress Anxiety Depression Pregnancy Labour Labor Birth Death Cancer Diabetes Dementia
    Autism Therapy Counselling Counseling Religion Faith Church Prayer Football Music Art Reading Writing
    Walking Driving Cooking Cleaning Shopping Talking Listening Waiting Being Having Going Getting Doing
    Making Living Working Coming Looking Feeling Thinking Knowing Trying Growing Learning Like Than As To
    From With Without By For Of At About After Before During Since Until While Although Though Because
    Unless Whether Once Twice Again Always Sometimes Often Usually Mostly Generally Normally Obviously
    Hopefully Luckily Unfortunately Sadly Finally Eventually Suddenly Apparently Certainly Definitely
    Probably Possibly Especially Particularly Only Even Still Already Almost Nearly Quite Very Too Much
    More Less Enough Such Same Different Whole Better Best Worse Worst Big Small Little Long Short Old New
    Young Great Nice Bad Hard Easy True False Fair Funny Strange Weird Crazy Mad Happy Sad Angry Tired
    Scared Worried Lucky Social Mental Public Private National Local Community Society Culture Education
    Technology Information Communication Transport Housing Benefits Services Service Care Access Trust
    Respect Dignity Privacy Language Culture Experience Experiences Advice Training Research Data
    Teenagers Adults Babies Mothers Fathers Mums Dads Sisters Brothers Husbands Wives Partners Colleagues
    Managers Bosses Neighbours Neighbors Relatives Guys Folks Folk Ladies Lads Mates Strangers Police
    Government Council Society Management Midwives Consultants Specialists Pharmacists Receptionists
    Paramedics Volunteers Professionals Workers Members Visitors Customers Clients Everyone's Nobody's
    Lockdown Covid Summer Winter Spring Autumn Breakfast Lunch Dinner Tea Coffee Alcohol Drugs Smoking
    Drinking Exercise Sport Sports Swimming Gardening Dancing Singing Texting Phone Phones Email Emails
    Letters Forms Appointments Meetings Visits Tests Results Scans Blood Weight Heart Age Race Gender
    Class Anger Fear Grief Guilt Shame Hope Love Loneliness Isolation Silence Laughter Humour Humor
    Patience Honesty Courage Strength Change
    """
)
