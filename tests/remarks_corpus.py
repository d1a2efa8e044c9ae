"""Texts by which the doubt about remarks is measured.

What people give as a reason or a note at a hospital's servers, and what they type to somebody else or for
another window, in English and French, as at night: without accents, without capitals, short. The first two
lists were written down before the rule was, which was made to fit them. Of lines that nobody saw before it
knows about half.
"""

REAL = tuple(
    """
no disk
disk 2 replaced, rebuild running
waiting for Dell, part arrives 14:00
controller dead, no spare
backup tape 4 unreadable
restore from tape started 02:10
ransom note on C:
encrypted, do not power on
image taken for the police, disk sealed
antivirus found nothing
vendor says reinstall
vendor called back: no engineer before Monday
Dell told me the tape drive is dead
waits for the SAN
SAN path B down
no network on VLAN 40
firewall blocks 1433
DNS points to the old address
licence server missing
password of the service account unknown
ward 3 confirmed the printing works
tested with the theatre nurse, images open
tried with two patients' images
handed over to the day shift
power supply replaced
BIOS battery empty, clock wrong
snapshot from 11/01 chosen
older backup clean, newer one suspect
rebuilt from template
needs a second person
not ours, belongs to the lab vendor
replaced by app8
out of warranty, taken apart
kept as evidence
I replaced the disk myself
I will retry at 06:00 when the tape is here
I have no rights on the hypervisor
we wait for the decision of the director
call vendor at 14:00 about the licence
ask the lab which instruments still send
please do not reboot before the image is done
check fails: service does not start
fsck found errors on /dev/sdb1
ping works, RDP does not
ssh refused since the patch
reboot loop after patch
rsync still running
docker does not start
you need the DSRM password from the safe
who did it is unknown
when rebooted it hangs at 40 %
ok after second reboot
ok for the pharmacy, not for the ward
the line to Union is cut
moved to rack B4
address changed to 10.0.3.7
ILO does not answer
VM does not boot, kernel panic
database in recovery, 40 %
log says disk full
order of the crisis cell
ward full, patients transferred to IMC
surgery starts at 08:00
required by the insurer
CERT asked to leave it off
hash sent to the police
found on the network, nobody knew it
pas de disque
disque 2 remplace, reconstruction en cours
attend le fournisseur
en attente de Dell, piece a 14h
on attend la bande de sauvegarde
bande 4 illisible
restauration depuis la bande lancée a 02h10
note de rancon sur C:
chiffré, ne pas rallumer
image faite pour la police, scellé posé
antivirus n'a rien trouvé
le fournisseur conseille de réinstaller
Dell me rappelle à 14h
rappeler Dell à 14h pour la licence
appeler le labo avant de redémarrer
rappelé Marc au 4512, pas de réponse
appelé le support, ticket 45127
vu avec Dell
vu avec le bloc, les images s'ouvrent
essayé avec la cadre du bloc, ok
sauvegarde saine du 11/01
pas de réseau sur le VLAN 40
pare-feu bloque le 1433
le DNS renvoie l'ancienne adresse
mot de passe du compte de service inconnu
contrôleur HS, pas de pièce
alimentation remplacée
pile BIOS vide, horloge fausse
redémarre en boucle depuis le patch
ne démarre pas, kernel panic
passe en lecture seule au démarrage
donne une erreur 500
envoie des paquets vers 185.12.4.9
cherche un DNS qui n'existe plus
demande du DPO
demande de la cellule de crise
merci de ne pas redémarrer
ne pas toucher avant l'image
je n'ai pas les droits sur l'hyperviseur
j'ai remplacé le disque
je reprends à 6h quand la bande est là
nous attendons la décision de la direction
va être remplacé lundi
à refaire demain matin
il faut deux personnes
ce n'est pas à nous, c'est le fournisseur du labo
remplacé par app8
hors garantie, démonté
gardé comme preuve
quelqu'un a débranché le câble
qui l'a rallumé : inconnu
le service plein, patients transférés vers IMC
opération à 08h00
exigé par l'assureur
le CERT demande de le laisser éteint
ping ok mais RDP refusé
ssh refusé depuis le patch
base en recovery, 40 %
journal plein
transmis à l'équipe de jour
coursier 04:00
réunion de crise à 7h, décision après
attend que le SAN revienne
mdadm reconstruit, 3 h
reste la carte réseau à changer
écoute sur le mauvais port
ok après le deuxième redémarrage
""".strip().splitlines()
)

FOREIGN = tuple(
    """
appelle Marc au 4512 stp
appelle Marc
appelle moi au 4512
rappelle-moi
rappelle moi quand tu peux
j'arrive
j arrive
j'arrive dans 5 min
je descends
je suis au 4e
je te rappelle
je t'appelle dans 5 min
je vais chercher un cafe
je reviens dans 10 minutes
je regarde ça
t'es où
t es ou
tu es où
tu viens
tu peux regarder le mail
tu peux redemarrer dc1 stp
tu as le mot de passe
peux-tu redémarrer dc1
viens voir
viens au bloc
venez vite
attends moi
attends 2 min
attendez je regarde
regarde ton tel
dis à Marc de venir
dis-moi quand c'est bon
passe me voir
passe moi le code
envoie moi le fichier
donne-moi 5 minutes
prends la suite stp
mets ça de coté
fais un café
laisse tomber
vas-y
allez on rentre
bonjour c'est le bloc
bonsoir, ici la pharmacie
salut ca va
coucou
allo
allo oui j'écoute
ok j'arrive
ok je regarde
oui je suis là
oui c'est moi
non pas encore je suis sur dc1
c'est qui
c'est bon pour toi
ça marche pour vous
merci beaucoup
merci à toi
de rien
a tout de suite
à demain
bonne nuit
à plus
mdr
svp rappelez le 4512
s'il te plait regarde dc1
s'il vous plaît rappelez-moi
quelqu'un peut venir au bloc
quelqu'un sait où est Marc
où est Marc
ou est la clé du rack
qui a la clé
comment on fait
pourquoi ça marche pas
est-ce que le bloc est prêt
on mange quoi
on y va
désolé je me suis trompé de fenêtre
je crois que tu t'es trompé
votre café est prêt
call me back on 4512
call me
call Marc on 4512 pls
call the lab on 4512
ring me when you are there
ping me
text me when done
tell Marc to come
let me know
let me check
give me five minutes
send me the file please
wait for me
hold on a sec
hang on
come to theatre 2
come here please
on my way
omw
be right there
brb
back in 5
i'm coming
I'm on the phone
i am in the server room
i'll call you back
i'll be right back
I will call you
where are you
where is Marc
who has the key
who is on dc1
what's the password
how do i restart it
can you reboot dc1
could somebody check the mail
are you there
are we done
did you see that
do you have the code
does anyone know the pin
is it up yet
is anyone at Union
anyone at the desk
hello, it's the lab
hi all
hey Marc
good morning
good night
thanks
thanks a lot
thx
ty
cheers mate
ok thanks
ok go
yes I'm here
yes please
no not yet
sorry wrong window
never mind
see you at 7
your coffee is ready
lol
haha
cd /var/log && tail
ssh root@x
ssh root@10.0.3.7
ls -la /etc
cat /etc/passwd
tail -f /var/log/messages
sudo systemctl restart sssd
systemctl status nginx
service nginx restart
net use z: \\\\srv\\share
net stop spooler
Get-Service wuauserv
Restart-Computer dc1
Test-Connection dc1
ipconfig /all
grep -r error .
ps aux | grep java
df -h
select * from users;
select count(*) from patients
robocopy c:\\data d:\\data /mir
chkdsk c: /f
root@dc1:~# ls
C:\\> dir
PS C:\\Users> Get-Process
curl http://10.0.3.7/health
ping 10.0.3.7
dir c:\\
echo test > /tmp/x
""".strip().splitlines()
)

REAL_LATER = tuple(
    """
routeur du bloc en panne
attends le retour du fournisseur
cable reseau debranche par le nettoyage
la baie B n'a plus de courant
on a perdu la clé de chiffrement
voir avec le responsable du labo
a valider par le chef de service
licence expirée le 24/11
migration prévue de toute façon
besoin de 2 To de place
le snapshot est corrompu
reprise à froid impossible
manque le DVD d'installation
mise à jour du firmware avant
retour arrière si le bloc appelle
attend le mot de passe de Sophie
pas prioritaire selon la direction
pas d'accès à vCenter
bloc 3 utilise le papier jusqu'à 9h
tu 4 hors service
Marc a la clé
décidé en cellule de crise à 3h
le service de nuit a confirmé
restauré mais pas testé
l'EDR ne remonte pas
nettoyé deux fois, revient
trop lent, 2 Mo/s
à reprendre quand dc2 est là
perdu, à reconstruire
disque monté en lecture seule
no console access
the cleaner pulled the cable
agent does not report
mail queue full
do not connect to the network
backups encrypted too
server room too hot
waiting for someone with the badge
let Union finish first
image first, then wipe
tell the ward before restart
call vendor before restart, 0800 123 456
needs firmware first
who restored it is not known
what is missing: the licence dongle
can not mount the tape
is the only copy
keep off until Monday
Sophie has the key
reboots every 10 minutes
wrong VLAN after move
left off on purpose
director's decision 03:15
on paper until 09:00
lab instruments still send
how it got in is unknown
should be ready at 05:00
needs 2 TB
same disk as yesterday
back in rack B4
""".strip().splitlines()
)
"""Written after the rule. It asked about one of these at first; some of its words were mended since."""

FOREIGN_LATER = tuple(
    """
t'as vu mon mail
tu m'entends
on se voit à la machine
je prends mon café
faut que tu viennes
viens m'aider
tu rentres à quelle heure
rappelez le labo
ça avance de ton coté
t inquiète
j'ai faim
je passe te prendre
monsieur le directeur est là
oui allo
attends une seconde
merci chef
pas de souci
laisse je m'en occupe
ok pour moi
on se rappelle
dis lui de patienter
t'as 5 min
peux tu m'envoyer l'ip
besoin d'aide au 3e
qui est de garde
c'est toi qui as redémarré
bonne soirée
je finis et j'arrive
donne le telephone à Sophie
il est où le badge
what time do you finish
can u check the vpn
gimme a sec
i need a coffee
i'm starving
he is asking for you
no worries
got it, thanks
be there in 10
talk later
who took my chair
tell him i'm busy
please come down
which one do you mean
are the others back
could you open the door
leave it to me
take over please
your turn
sounds good
I'll do dc1 next
yep doing it now
mount /dev/sdb1 /mnt
vim /etc/hosts
cat hosts | grep dc1
Stop-Service spooler
whoami
nslookup dc1
exit
git pull
""".strip().splitlines()
)
"""The same; on these the rule was right about 31 of 60 at first, which mended some of its words."""
