"""Sound text in several languages, written for the tests: nothing in it may be mended."""

NORWEGIAN = [
    "Vi ringer pårørende før vakta er over, og da får vi ofte høre noe nytt.",
    "Årsakene er flere: lite tid, få folk og en plan som ingen har lest.",
    "Rektoren mente at møtet burde vært holdt på skolen – ikke på rådhuset.",
    "«Jeg spør alltid to ganger», sa læreren, «for da husker jeg svaret».",
    "Ø-en i fjorden er øde, men båten går hver dag (unntatt søndag).",
    "Å være ny på jobben er krevende, særlig når ingen har tid til opplæring.",
    "Elevene fikk én idé hver; den beste ble premiert på kafé i sentrum.",
    "Det koster 45 kr. à 10 stykk, eller fire økter á 45 minutter.",
    "Ho spurde om eg òg ville vere med, og éi av jentene sa ja.",
    "Læreren … ja, hun sa det: «Æsj, så kjedelig!»",
    "EPJ’en og IKT-planen er fra 2019–2020, og § 5 gjelder fortsatt ved 20 °C.",
    "Alléen ved moskéen er stengt, og komitéen vurderer en armé av frivillige.",
]
ENGLISH = [
    "The teachers said they didn’t have time – “we’re always behind…” – and left.",
    "Most of the pupils’ parents weren’t asked; it’s a pity, really.",
    "Her résumé was naïve, but the café on the corner hired her anyway.",
    "Between 2019–2020 the manager met three parents a week.",
    "Nobody — not even the head teacher — knew whom to call.",
]
FRENCH = [
    "Le père, âgé de 45 ans, a été reçu à l'école où la maîtresse l'a interrogé.",
    "« Ça va très bien », dit-elle, « mais j'ai dû répéter… »",
    "Où est passé Le Havre ? Né à Évry, il a été blessé l’été dernier.",
    "Les élèves ont préféré les leçons près du château ; naïfs, ils l'ont trouvé drôle.",
    "Île, Noël, maïs, ambiguë, cœur, œuvre, hôte, côté, tôt, forêt, fête, là-bas, déjà.",
    "Allé Jean. Osé Marie. Passé Paul. Pensé Anne. Donné Luc.",
]
SPANISH = [
    "¿Qué pasó ayer? El niño soñó que la pingüina comió en el jardín; ¡qué lástima!",
    "La señora habló con José y André sobre la educación. Compré café. Él no está.",
    "¡No! ¡Ay! ¡Sí, señor! Año, mañana, corazón, según, también, así, aquí, allí.",
    "Pasó Juan. Llevó Ana. Contó Luis. Dejó Pedro. Entró Marta. Pensé Así. Hablé Con.",
    "El té está frío. Ñandú, ñoño, ñame. María llegó. Andó sólo.",
]
OTHERS = [
    "Die Straße ist groß, und das Mädchen heißt Käthe. Fuß, Maß, Soße, weiß, süß, muß, daß.",
    "Herr Voß und Frau Heß aßen Klöße. Schloß, Roß, Haß; der Spaß war groß.",
    "Það er gott að vera á Íslandi. Þórður og Guðrún fóru í Þjóðleikhúsið með það.",
    "Veður er gott. Blóð, góð, ráð, við, með, það, að, suð. Þar var Þór.",
    "Perché la città è più bella? Però lui andò via, e io restò. Parlò Maria. È vero.",
    "Mówił, że będzie później. Źródło, ćma, łódź, kość, żółw. Róża, król, dół, mój.",
    "Não há ninguém à porta; é só você e o avô. Café é bom. Está lá fora. Ele é João.",
    "Jag är på väg över ån; idén är bra. Kaféet är öppet och arméns män är där.",
]
NAMES = [
    "René Vik sa at Linné Og José kom. Chloé Dahl, Desirée Holm og Noé Berg møtte André.",
    "Citroën, naïv, Zoë, Anaïs, Beyoncé, Nestlé, Mané Og Pelé.",
    "Étienne, Éva, Øyvind, Åse, Ærø. Þóra Ðagný, Günther Weiß, Müller, Peña, Françoise.",
]
SIGNS = [
    "25 °C, 3 m², 5 m³, ½ kopp, ¾ år, 1º, 1ª, Forlaget®, Ordet™, §5, § 12, µm, ±3, £5, ©2023.",
    "I´m, don´t, l´été, col·lecció, paral·lel.",
    "p ∧ ¬q, ¬p ∨ q, ¬(p ∧ q), ¬ p, ¬r, ¬A, ¬re",
]
SPLIT_BY_SIGNS = (
    "Det er en lang konsul¬\ntasjon som opp¬\nstod på syke¬\nhuset da de sp¬\nurte om hjelp, "
    "og til¬\nbake igjen var an¬\nsvaret sl¬\nik at de g¬\nikk.\n"
)
MENTIONED = (
    "Bokstaven é uttales som e. Bokstaven ï finnes i fransk, ô også. Tegnet ð heter edd.\n"
    "Grafemene ò, ó og ô skiller vi ikke. (é) og (ï) står i parentes. Skriv é. Skriv ï.\n"
)

INFINITIVES = "Å lese\nÅ skrive\nÅ regne\nÅ bo\nÅ gå på tur\nÅ trives\nÅ ikke bli hørt\nÅ lesa\n"
ADVERBS = "Å alltid vente\nÅ virkelig forstå\nÅ stadig spørre\nÅ ikke få svar\nÅ selv velge\n"
TITLES = "Å Leve\nÅ Være Ung\nÅ Bli Gammel\nÅ Lese Bøker\nÅ Trives På Jobb\nÅ Gå Videre\n"
HALF_TITLES = "Å Leve med sykdom\nÅ Være ung\nÅ Bli gammel\nÅ Lese bøker\nÅ Trives på jobb\n"
CAPITALS = "Å LEVE MED SORG\nÅ BÆRE DET ALENE\nÅ VENTE PÅ SVAR\nÅ SPØRRE OM HJELP\nÅRSAKER\n"
POEM = (
    "Å vinterdag, å hvite fjell,\nÅ sommernatt, å milde kveld,\nÅ Norge, dine tusen år\n"
    "Å Herre Krist, hva har du sagt\nÅ Du som går, å du som står\nÅ Gud hvor er du i din prakt\n"
    "Å Far i himmelen så blå\nÅ Jesus mild som gikk vår vei\n"
)
NAMED = "Å Energi er et selskap\nÅ Energi har kraft\nÅ Energi AS\nÅ Kirke\nÅ i Lofoten\nÅLESUND\n"
LINE_BY_LINE = [INFINITIVES, ADVERBS, TITLES, HALF_TITLES, CAPITALS, POEM, NAMED]

SENTENCES = NORWEGIAN + ENGLISH + FRENCH + SPANISH + OTHERS + NAMES + SIGNS
