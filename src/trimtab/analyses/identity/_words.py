"""Words that prove nothing about who somebody is, and names that are forms of one another.

Data only; what is done with them stands in `_mail`, `_names` and `_bots`.
"""

from collections.abc import Mapping


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# A mailbox or login of one of these words says what it is for, not whose it is.
ROLES = word_set(
    """
    admin administrator all anonymous apache bitbucket bot bugs build builder bzr ci code coder commit commits
    computer contact contrib cvs debian default deploy dev devel developer developers devnull email empty
    example fedora foo git github gitlab gmail google guest hello help hg hi home host hotmail inbox info
    jenkins junk laptop linux list lists localhost mac macbook macos mail mailbox mailer mailman maintainer
    maintainers me mercurial mine myself name nobody none noreply null office open-source opensource ops orders
    oss package packages patch patches personal pi post postmaster press private project public release releases
    reply repo root sales security server service source spam staff support svn sysadmin system team test tester
    testing tests travis ubuntu unknown user username users vagrant vcs web webmaster windows work www you
    yourname
    """
)

# Names people leave in a fresh configuration, letters only.
PLACEHOLDERS = word_set(
    """
    admin administrator anonymous author committer default developer example firstlast firstnamelastname
    fullname git github githubuser gituser guest localhost me myname name noauthor nobody noname none null pi
    root test testuser ubuntu unknown unknownauthor user username vagrant you youremail yourfullname yourname
    yourusername
    """
)

# Everybody's domains: sharing one says nothing, and its name is nobody's handle.
PROVIDERS = word_set(
    """
    126.com 163.com aol.com att.net bk.ru btinternet.com comcast.net cox.net daum.net duck.com fastmail.com
    fastmail.fm foxmail.com free.fr gmail.com gmx.at gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk
    hotmail.com hotmail.fr icloud.com inbox.ru laposte.net libero.it list.ru live.co.uk live.com mac.com mail.ru
    mailbox.org me.com msn.com naver.com orange.fr outlook.com pm.me posteo.de posteo.net proton.me
    protonmail.com qq.com rambler.ru riseup.net rocketmail.com sbcglobal.net sina.com t-online.de tutanota.com
    users.noreply.github.com users.sourceforge.net verizon.net wanadoo.fr web.de ya.ru yahoo.co.in yahoo.co.uk
    yahoo.com yahoo.de yahoo.fr yahoo.in yandex.ru ymail.com zoho.com
    """
)

# Domains that every machine or manual uses; an address there is nobody's.
NOBODYS_DOMAINS = word_set(
    """
    company.com domain.com email.com example.com example.net example.org invalid local localdomain localhost
    localhost.local localhost.localdomain mydomain.com no.reply none noreply.com nowhere.com somewhere.com test
    test.com unknown your-domain.com yourdomain.com
    """
)

# What computers are called when nobody gave them a name.
MACHINE_WORDS = word_set(
    "air book box computer debian desktop host imac laptop linux mac macbook mini pc pro ubuntu vm"
)

# Forms of one given name; each line is one name. Shortenings by three letters or more need no entry.
_SHORT_FORMS = """
    alexander alex sasha sascha alexandr aleksandr
    alexandra alex sasha
    andrew andy drew
    anthony tony antony
    benjamin ben benny
    robert rob bob bobby robbie bert
    catherine kate cathy katie
    katherine kate kathy katie
    charles charlie chuck
    christopher chris kit
    christian chris
    christine chris tina
    daniel dan danny
    david dave davy davide
    dmitry dmitri dmitriy dima dmitrii
    donald don
    douglas doug
    edward ed eddie ted
    elizabeth liz beth lisa
    emmanuel manu
    eugene gene evgeny evgeniy
    frederick fred freddy
    gabriel gabe
    geoffrey geoff jeff
    george georg georgi georgy
    gerald gerry jerry
    gregory greg
    henry hank
    ivan vanya
    jacob jake
    james jim jimmy jamie
    jeffrey jeff
    jennifer jen jenny
    jeremy jez jem
    johann hans
    johannes hannes hans
    john jack johnny jon
    jonathan jon jonny
    joseph joe joey
    joshua josh
    kenneth ken kenny
    lawrence larry
    leonard leo len
    louis lou
    matthew matt
    matthias matze mathias
    maxim max maksim
    maximilian max
    michael mike mick mikey misha
    mikhail misha mike
    mitchell mitch
    nathaniel nate nathan nat
    nathan nate
    nicholas nick nico nicolas
    nikolay nick nikolai kolya
    patrick pat paddy
    pavel pasha paul
    peter pete
    philip phil phillip
    rebecca becky
    richard rick dick rich ricky
    ronald ron
    samuel sam
    sergey serge sergei sergii serhii
    stephen steve steven
    susan sue
    suzanne sue
    theodore ted theo
    thomas tom tommy
    timothy tim
    victor vic viktor
    vincent vince
    vladimir vlad volodymyr
    walter walt
    william bill will billy liam
    yury yuri yuriy juri
    zachary zach zack zac
"""
_GROUPS = [line.split() for line in _SHORT_FORMS.strip().splitlines()]

# The lines of the list above that a given name stands on: two on one line can be one person's.
SHORT_FORMS: Mapping[str, frozenset[int]] = {
    word: frozenset(at for at, group in enumerate(_GROUPS) if word in group) for group in _GROUPS for word in group
}

# Given names that many people share; what the history itself shows as given names is added to these when it is read.
GIVEN_NAMES = frozenset(SHORT_FORMS) | word_set(
    """
    aaron abhishek adam aditya adrian agnes ahmed aidan aisha ajay akash akira alain alan albert alejandro
    aleksandra alessandro alexis alfred ali alice alina allan allison alok alvaro amanda amir amit amy ana anand
    anders andre andrea andreas andrei andrey angel angela angelo anil anita ankit anna anne annie anouk anthony
    antoine anton antonia antonio anurag april ariel arjun arnaud arne artem arthur arun ashish ashley august
    aurelien axel barbara barry bart bastian beatrice bernard bernd bernhard bethany bjorn bogdan boris brad
    bradley brandon brenda brendan brett brian bridget brooke bruce bruno bryan caleb calvin cameron camille
    candice carl carlos carmen carol caroline casey cassandra cedric cesar chad chandra chen cheng chiara chloe
    claire clara claudia claudio claus clement clive cole colin connor conor corey courtney craig cristian
    crystal curtis cynthia dale damian damien damon danielle dario darrell darren dave dean deborah deepak
    delphine denis dennis derek diana diego dieter dina dirk dmitry dominic dominik dora dorothy duncan dustin
    dylan earl edgar edith edmund eduardo edwin efe elaine eleanor elena eli elias elisa ellen elliot elliott
    elsa emanuel emil emily emma emre enrico enzo eric erica erik erika ernest ernesto esther ethan eugenia eva
    evan evelyn ezra fabian fabio faith farid fatima federico fei felicity felipe felix ferdinand fernando filip
    finn fiona florence florian francesco francis francisco frank franz fred fritz gareth gary gavin george
    georgia gilbert gilles gina giovanni giulia glenn gloria gordon grace graham grant greta guido guillaume
    gunter gustavo guy hanna hannah hans hao harald harish harold harry harvey hassan hayley heather hector
    heiko helen helena helmut henri henrik henry herbert hideo hilary hiroshi holger horst howard hubert hugo
    hui ian ibrahim ife ignacio igor ilya imran ines ingo ingrid irene iris isaac isabel isabelle ismail jackie
    jacqueline jacques jaime jakob jakub jan jana jane janet janice janne jared jarno jasmin jasmine jason
    jasper javier jay jayesh jean jeanne jelena jens jerome jerry jess jesse jessica jesus jill jing joachim
    joakim joan joana joanna joao jochen jody joel joerg johan johanna jolene jonas jordan jordi jorge jose
    josef josephine josh joyce juan juana judith juergen julia julian julie julien julius jun jurgen justin
    justine kai kamil karan karel karen karim karin karl karsten karthik kat katherine kathleen kathrin katja
    katrin kaylee keith kelly kelsey kerstin kevin kim kiran kirill klara klaus konstantin kris krishna kristen
    kristian kristin kristina krzysztof kumar kurt kyle lara larissa lars laura laurel lauren laurence laurent
    lea lee lei leila lena leon leonardo leonid leslie lin linda lindsay lindsey linus lisa logan loic lois
    lorena lorenzo lori lorraine lothar louise luc luca lucas lucia lucien lucy ludovic luis lukas luke lutz
    lydia lynn maarten madeleine magda magnus mahmoud malcolm manfred manish manuel mara marc marcel marcin
    marco marcos marcus marek margaret margot maria mariana marie marina mario marion marius marjorie mark marko
    markus marta martha martin martina marty mary masato mason mateusz mats matteo mattias maureen maurice mauro
    max maya mayank megan mehdi meike melissa mercedes meredith micah michaela michal michel michele miguel
    mihai mikael milan miles mina ming mira miranda mirko mohamed mohammad mohammed molly monica monika morgan
    moritz morten muhammad mustafa nadia nadine naomi naresh natalia natalie natasha naveen neha neil nelson
    nicky nicola nicolai nicole niels nigel nikhil nikita niklas nikola nils nina nishant noah noel noemi nora
    norbert norman olaf oleg olga oliver olivia olivier ollie omar orlando oscar oskar otto owen pablo paige
    pamela pankaj paola paolo pascal patricia patrik paul paula pawel pedro penelope per petr petra philippa
    philippe phoebe pierre piotr pooja prakash pranav prashant priya quentin rachel rafael rahul rainer raj
    rajesh ralf ralph ramesh ramon randall randy raphael raquel ravi ravindra ray raymond regina reinhard remi
    renata renate rene ricardo rita rob roberto robin robyn rodney rodrigo roger rohan rohit roland romain roman
    ronnie rosa rose ross roxana roy ruben rudolf ruslan russell ruth ryan sabine sabrina sachin sally salvatore
    sam samantha samir sandeep sandra sanjay santiago sara sarah saul scott sean sebastian selma sergi sergio
    seth shane shannon sharon shaun shawn sheila shelley shirley shiv shreya sibylle siddharth silvia simon
    simone sina slava sofia sofie sonia sophie stacey stanislav stefan stefanie stefano stella stephan stephane
    stewart stuart sumit sunil surya susanne sven svetlana sybil sylvain takashi tamara tanja tanya tara tatiana
    taylor teresa terry tess thea theresa thibault thierry thomas thorsten tiffany till tilman tim timo tobi
    tobias toby todd tomas tomasz tomek toni torsten tracy travis trevor tristan tyler ugo ulrich uma umberto
    ursula uwe vadim valentin valerie vanessa varun vasil vasily venkat vera veronica victoria vijay vikas
    vikram viktor viola virginia vitaly vivek wanda ward warren wayne wei wendy werner wes wesley wilhelm will
    willem wilson winston wolfgang xavier xin yan yang yann yasmin ying yosef yu yusuf yves yvonne zac zara
    zhang zoe zoltan
    """
)
