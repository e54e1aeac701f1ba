/** An answer as plain text, to paste into a brief: with every reference, version, date and mode. */

import { CUT, pieces, speakerName } from "./evidence.js";
import { words } from "./i18n.js";
import { groupName, termName } from "./terms.js";

/** @import { Answer, Citation } from "./types.js" */

/** @param {Answer} answer @param {Date} [now] */
export function answerAsText(answer, now = new Date()) {
  const w = words(answer.language);
  const numbers = new Map(answer.citations.map((citation, i) => [citation.id, i + 1]));
  const marks = (/** @type {string[]} */ ids) => ids.map((id) => `[${numbers.get(id)}]`).join("");
  const fictional = answer.reports.some((report) => report.fictional);
  const quotes = answer.citations.filter((citation) => citation.kind === "quote");
  const date = now.toISOString().slice(0, 10);
  return [
    fictional && w.fictional.toUpperCase(),
    `${w.you_asked}: ${answer.question}`,
    paragraph(`${w.status[answer.status]}.`, answer.lead, answer.message),
    listed(answer.mode === "llm" ? w.claims_title : w.findings_title, answer.claims.map((claim, i) => {
      const groups = claim.groups.map((group) => groupName(group, answer.language)).join("; ");
      const about = claim.about && w.about(termName(claim.about, answer.language));
      const holder = claim.holder === "researchers" && w.researchers;
      const facets = [groups, about, holder].filter(Boolean).join(", ");
      return `${i + 1}. ${claim.text}${facets ? ` (${facets})` : ""} ${marks(claim.citations)}`;
    })),
    listed(w.quotes_title, quotes.map((citation) =>
      `«${shown(citation)}» – ${speakerName(citation, w, answer.language)} [${numbers.get(citation.id)}]`)),
    listed(w.caveats, answer.caveats.map((caveat) => `- ${caveat}`)),
    listed(w.not_covered, answer.not_covered.map((item) => `- ${item}`)),
    listed(w.references, answer.citations.map((citation) =>
      `[${numbers.get(citation.id)}] ${citation.reference}`)),
    paragraph(w.made_with(date), `${w.mode[answer.mode]}.`, answer.model && `${w.model}: ${answer.model}.`,
      ...answer.reports.map((report) => `${w.version_full}: ${report.id} ${report.version}.`)),
  ].filter(Boolean).join("\n\n") + "\n";
}

/** @param {Citation} citation */
function shown(citation) {
  return pieces(citation.text, citation.excerpt).map((piece) => piece ?? CUT).join(" ");
}

/** @param {string} title @param {string[]} lines */
function listed(title, lines) {
  return lines.length ? [title, ...lines].join("\n") : "";
}

/** @param {...(string | null | undefined | false)} parts */
function paragraph(...parts) {
  return parts.filter(Boolean).join(" ");
}
