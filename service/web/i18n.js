/** Every word that the page itself says, in Norwegian (bokmål) and English. Answers bring their own. */

/** @import { Language } from "./types.js" */

const nb = {
  page_title: "Funn – svar med kilde",
  skip: "Hopp til spørsmålsfeltet",
  fictional: "Oppdiktet eksempelrapport – ikke bruk i saksbehandling",
  title: "Spør rapporten",
  intro: "Funn svarer på spørsmål om rapporten. Hvert utsagn har en knapp som viser hvor i rapporten det står, og hva som står rundt.",
  read_finding: "Funn er forskernes ord. De vises med mengdeordet rapporten bruker, som «de fleste» eller «et par».",
  read_quote: "Sitat er én deltakers egne ord, gjengitt nøyaktig slik de står.",
  read_silence: "Står svaret ikke i rapporten, sier Funn det.",
  log: "Samtale",
  ask_label: "Spørsmålet ditt",
  ask: "Spør",
  hint: "Enter sender, Shift + Enter gir ny linje. Ikke skriv personopplysninger.",
  of_limit: " av 2000 tegn",
  restart: "Ny samtale",
  too_long: "Spørsmålet er for langt. Grensen er 2000 tegn.",
  empty: "Skriv et spørsmål først.",
  busy: "Vent til forrige svar er ferdig, eller avbryt det.",
  starters: "Prøv for eksempel",
  starter_main: "Hva er hovedfunnene?",
  starter_gp: "Hvorfor opplever fastlegene merarbeid?",
  starter_disagree: "Hva er deltakerne uenige om?",
  starter_method: "Hvilke svakheter har undersøkelsen?",
  reports_loading: "Henter rapporten …",
  reports_none: "Ingen rapport er lastet inn. Den som drifter tjenesten, laster inn en med kommandoen",
  reports_failed: "Fikk ikke vite hvilken rapport som er lastet inn.",
  reports_many: (/** @type {number} */ n) => `${n} rapporter er lastet inn`,
  report: "Rapport",
  version: "versjon",
  version_full: "Rapportversjon",
  outside_llm: (/** @type {string} */ model) =>
    `Spørsmålene dine og utdrag av rapporten sendes til språkmodellen ${model}, som kan kjøre utenfor denne maskinen.`,
  outside_embedder: (/** @type {string} */ model) => `Spørsmålene dine sendes til søkemodellen ${model}, som kan kjøre utenfor denne maskinen.`,
  outside_barred: (/** @type {string} */ titles) => `Tekst fra ${titles} sendes ikke.`,
  report_contents: "Innhold",
  report_counts: (/** @type {number} */ s, /** @type {number} */ f, /** @type {number} */ q) => `${s} kapitler, ${f} funn, ${q} sitater`,
  report_speakers: "Sitater etter rolle",
  report_publisher: "Utgiver",
  you_asked: "Spørsmål",
  answer: "Svar",
  searching: "Leter i rapporten …",
  slow: "Dette tar lengre tid enn vanlig.",
  stop: "Avbryt",
  retry: "Prøv igjen",
  status: {
    answered: "Besvart", partial: "Delvis besvart", not_in_report: "Står ikke i rapporten",
    out_of_scope: "Utenfor tema", blocked_privacy: "Stoppet av personvernhensyn", error: "Feil",
  },
  mode: {
    extractive: "Svar uten språkmodell: rapportens egne ord",
    llm: "Svar formulert av språkmodell. Sitatene er rapportens egne, uendret",
  },
  mode_short: { extractive: "Uten språkmodell", llm: "Med språkmodell" },
  model: "Modell",
  /** @type {Record<string, string>} */
  strengths: {},
  fallback: "Språkmodellen ble ikke brukt:",
  searched: "Søkt etter:",
  other_language: { nb: "Rapporten er på norsk (bokmål) og gjengis på originalspråket.", nn: "Rapporten er på nynorsk og gjengis på originalspråket.", en: "Rapporten er på engelsk og gjengis på originalspråket." },
  finding: "Funn",
  quote: "Sitat",
  rephrased: "Omskrevet",
  rephrased_long: "Omskrevet av språkmodellen. Åpne kilden for rapportens egne ord.",
  finding_long: "Et funn er forskernes ord om det de fant.",
  quote_long: "Et sitat er én deltakers egne ord.",
  findings_title: "Funn i rapporten",
  claims_title: "Funn, gjengitt av språkmodell",
  other_findings: "Andre funn om temaet",
  quotes_title: "Deltakernes egne ord",
  quotes_note: "Hvert sitat er én deltakers ord. Det sier ikke hvor mange som mener det samme.",
  relation: {
    supports: "støtter svaret", illustrates: "illustrerer", contrasts: "nyanserer", related: "beslektet",
  },
  relation_long: {
    supports: "Oppgitt som grunnlag for utsagnet i svaret.",
    illustrates: "Illustrerer: står sammen med funnet i rapporten.",
    contrasts: "Nyanserer: står i kontrast til andre funn i svaret.",
    related: "Beslektet: funnet på likhet i innhold. Rapporten knytter det ikke til et funn i svaret.",
  },
  researchers: "forskernes vurdering",
  about: (/** @type {string} */ who) => `omtaler ${who}, som ikke er spurt selv`,
  except: "unntatt",
  unspecified: "mengde ikke oppgitt",
  amount: "mengde",
  left_out: "utelatt her, står i kilden",
  source: "Kilde",
  chapter: "kap.",
  page: "s.",
  open_source: (/** @type {string} */ kind, /** @type {string} */ where) => `: åpne ${kind.toLowerCase()} fra ${where}`,
  caveats: "Forbehold",
  not_covered: "Dette sier rapporten ikke",
  nearest: "Nærmeste temaer i rapporten",
  ask_about: (/** @type {string} */ topic) => `Hva sier rapporten om ${topic}?`,
  follow_ups: "Spør videre",
  copy_answer: "Kopier svaret med kilder",
  copy_reference: "Kopier henvisningen",
  copied: "Kopiert.",
  copy_failed: "Kunne ikke kopiere. Merk teksten og kopier den selv.",
  close: "Lukk",
  full_text: "Hele teksten",
  stands_under: "Står under",
  around: "I rapporten står det",
  this_source: "Kilden",
  around_loading: "Henter teksten rundt …",
  around_failed: "Fikk ikke hentet teksten rundt.",
  around_gone: "Kilden finnes ikke i versjonen som er lastet inn nå. Rapporten kan være oppdatert etter at svaret ble gitt.",
  around_withdrawn: "Kilden er trukket tilbake og slettet. Ikke bruk den.",
  around_changed: "Teksten i versjonen som er lastet inn nå, er en annen enn den i svaret.",
  uncertain: "Usikkert ved innlesingen",
  speaker: "Hvem som sier det",
  speaker_unknown: "Rapporten oppgir ikke rolle",
  no_page: "Sidetall er ikke kjent for denne rapporten",
  reference: "Henvisning",
  trace: "Sporbarhet",
  offsets: "Plass i rapportteksten",
  characters: (/** @type {number} */ a, /** @type {number} */ b) => `tegn ${a}–${b}`,
  raw_offsets: "Plass i filen som ble lest inn",
  source_id: "Kilde-ID",
  translation: "Maskinoversettelse (originalen gjelder)",
  references: "Kilder",
  made_with: (/** @type {string} */ date) => `Laget med Funn ${date}.`,
  failed: {
    network: "Fikk ikke kontakt med tjenesten. Sjekk nettverket og prøv igjen.",
    timeout: "Tjenesten svarte ikke i tide.",
    stopped: "Spørsmålet ble avbrutt.",
    refused: "Tjenesten kunne ikke ta imot spørsmålet.",
    too_long: "Samtalen er blitt for lang for tjenesten. Start en ny samtale.",
    busy: "Tjenesten er opptatt. Vent litt og prøv igjen.",
    gone: "Tjenesten fant ikke det som ble spurt etter.",
    withdrawn: "Kilden er trukket tilbake og slettet.",
    server: "Noe gikk galt i tjenesten. Spørsmålet er ikke besvart.",
  },
};

/** @type {typeof nb} */
const en = {
  page_title: "Funn – answers with sources",
  skip: "Skip to the question field",
  fictional: "Fictional sample report – not for use in casework",
  title: "Ask the report",
  intro: "Funn answers questions about the report. Every statement has a button that shows where in the report it stands, and what stands around it.",
  read_finding: "Findings are the researchers’ words. They are shown with the report’s own word for how many, such as «de fleste» (most) or «et par» (a couple).",
  read_quote: "Quotes are one participant’s own words, exactly as they stand.",
  read_silence: "If the answer is not in the report, Funn says so.",
  log: "Conversation",
  ask_label: "Your question",
  ask: "Ask",
  hint: "Enter sends, Shift + Enter makes a new line. Do not enter personal data.",
  of_limit: " of 2,000 characters",
  restart: "New conversation",
  too_long: "The question is too long. The limit is 2,000 characters.",
  empty: "Write a question first.",
  busy: "Wait for the previous answer, or stop it.",
  starters: "Try for example",
  starter_main: "What are the main findings?",
  starter_gp: "Why do GPs experience extra work?",
  starter_disagree: "What do the participants disagree about?",
  starter_method: "What are the weaknesses of the study?",
  reports_loading: "Fetching the report …",
  reports_none: "No report is loaded. The operator of this service loads one with the command",
  reports_failed: "Could not find out which report is loaded.",
  reports_many: (n) => `${n} reports are loaded`,
  report: "Report",
  version: "version",
  version_full: "Report version",
  outside_llm: (/** @type {string} */ model) =>
    `Your questions and extracts of the report are sent to the language model ${model}, which may run outside this machine.`,
  outside_embedder: (/** @type {string} */ model) => `Your questions are sent to the search model ${model}, which may run outside this machine.`,
  outside_barred: (/** @type {string} */ titles) => `Text of ${titles} is not sent.`,
  report_contents: "Contents",
  report_counts: (s, f, q) => `${s} sections, ${f} findings, ${q} quotes`,
  report_speakers: "Quotes by role",
  report_publisher: "Publisher",
  you_asked: "Question",
  answer: "Answer",
  searching: "Searching the report …",
  slow: "This is taking longer than usual.",
  stop: "Stop",
  retry: "Try again",
  status: {
    answered: "Answered", partial: "Partly answered", not_in_report: "Not in the report",
    out_of_scope: "Outside the topic", blocked_privacy: "Stopped to protect privacy", error: "Error",
  },
  mode: {
    extractive: "Answer without a language model: the report’s own words",
    llm: "Answer worded by a language model. The quotes are the report’s own, unchanged",
  },
  mode_short: { extractive: "Without a language model", llm: "With a language model" },
  model: "Model",
  strengths: {
    all: "all", most: "most", many: "many", several: "several", some: "some", few: "few", one: "one", none: "none",
  },
  fallback: "The language model was not used:",
  searched: "Searched for:",
  other_language: { nb: "The report is in Norwegian (Bokmål) and is shown in its original language.", nn: "The report is in Norwegian (Nynorsk) and is shown in its original language.", en: "The report is in English and is shown in its original language." },
  finding: "Finding",
  quote: "Quote",
  rephrased: "Reworded",
  rephrased_long: "Reworded by the language model. Open the source for the report’s own words.",
  finding_long: "A finding is the researchers’ words about what they found.",
  quote_long: "A quote is one participant’s own words.",
  findings_title: "Findings in the report",
  claims_title: "Findings, as worded by a language model",
  other_findings: "Other findings on the topic",
  quotes_title: "The participants’ own words",
  quotes_note: "Each quote is one participant’s words. It does not say how many think the same.",
  relation: {
    supports: "supports the answer", illustrates: "illustrates", contrasts: "in contrast", related: "related",
  },
  relation_long: {
    supports: "Given as the ground for the statement in the answer.",
    illustrates: "Illustrates: stands with the finding in the report.",
    contrasts: "In contrast: stands against other findings in the answer.",
    related: "Related: found by similar content. The report does not tie it to a finding in the answer.",
  },
  researchers: "the researchers’ assessment",
  about: (who) => `speaks about ${who}, not asked themselves`,
  except: "except",
  unspecified: "amount not stated",
  amount: "amount",
  left_out: "left out here, stands in the source",
  source: "Source",
  chapter: "sec.",
  page: "p.",
  open_source: (kind, where) => `: open ${kind.toLowerCase()} from ${where}`,
  caveats: "Caveats",
  not_covered: "What the report does not say",
  nearest: "Nearest topics in the report",
  ask_about: (topic) => `What does the report say about ${topic}?`,
  follow_ups: "Ask further",
  copy_answer: "Copy the answer with sources",
  copy_reference: "Copy the reference",
  copied: "Copied.",
  copy_failed: "Could not copy. Select the text and copy it yourself.",
  close: "Close",
  full_text: "The whole text",
  stands_under: "Stands under",
  around: "In the report",
  this_source: "The source",
  around_loading: "Fetching the surrounding text …",
  around_failed: "Could not fetch the surrounding text.",
  around_gone: "The source is not in the version that is loaded now. The report may have been updated since the answer was given.",
  around_withdrawn: "The source was withdrawn and erased. Do not use it.",
  around_changed: "The text in the version that is loaded now differs from the one in the answer.",
  uncertain: "Uncertain when read in",
  speaker: "Who says it",
  speaker_unknown: "The report states no role",
  no_page: "Page numbers are not known for this report",
  reference: "Reference",
  trace: "Traceability",
  offsets: "Place in the report’s text",
  characters: (a, b) => `characters ${a}–${b}`,
  raw_offsets: "Place in the file as read in",
  source_id: "Source id",
  translation: "Machine translation (the original applies)",
  references: "Sources",
  made_with: (date) => `Made with Funn, ${date}.`,
  failed: {
    network: "Could not reach the service. Check the network and try again.",
    timeout: "The service did not answer in time.",
    stopped: "The question was stopped.",
    refused: "The service could not accept the question.",
    too_long: "The conversation has become too long for the service. Start a new one.",
    busy: "The service is busy. Wait a little and try again.",
    gone: "The service did not find what was asked for.",
    withdrawn: "The source was withdrawn and erased.",
    server: "Something went wrong in the service. The question is not answered.",
  },
};

/** @typedef {typeof nb} Words */

const KEY = "funn.language";

/** The words for a language; Nynorsk falls back to Bokmål. @param {Language} language @returns {Words} */
export function words(language) {
  return language === "en" ? en : nb;
}

/** The `lang` of the page's own words beside text in `language`. @param {Language} language */
export function wordsLanguage(language) {
  return language === "en" ? "en" : "nb";
}

/** What the reader chose before, else what the browser asks for. @returns {"nb" | "en"} */
export function initialLanguage() {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "nb" || kept === "en") return kept;
  } catch {
    // Storage may be switched off; then the choice lasts as long as the page.
  }
  for (const wanted of navigator.languages) {
    if (/^(nb|nn|no)\b/i.test(wanted)) return "nb";
    if (/^en\b/i.test(wanted)) return "en";
  }
  return "nb";
}

/** @param {"nb" | "en"} language */
export function keepLanguage(language) {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // As above.
  }
}
