/** How a source is shown wherever it stands: its exact text, its place, its speaker. */

import { h } from "./dom.js";
import { groupName } from "./terms.js";

/** @import { Citation, Language, SourceView, Span } from "./types.js" */
/** @import { Words } from "./i18n.js" */

export const CUT = "[…]";

/**
 * The shown pieces of a text, with null where something is left out. Spans count code points.
 * @param {string} text @param {Span[]} spans
 * @returns {(string | null)[]}
 */
export function pieces(text, spans) {
  const characters = Array.from(text);
  /** @type {(string | null)[]} */
  const shown = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (characters.slice(at, start).join("").trim()) shown.push(null);
    shown.push(characters.slice(start, end).join("").trim());
    at = end;
  }
  if (characters.slice(at).join("").trim()) shown.push(null);
  return shown;
}

/** A source's shown words as nodes, omissions marked. @param {Citation} citation @param {Words} w */
export function excerpt(citation, w) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  for (const piece of pieces(citation.text, citation.excerpt)) {
    if (nodes.length) nodes.push(" ");
    nodes.push(piece ?? h("span", { class: "cut", title: w.left_out }, CUT));
  }
  return nodes;
}

/** Quotation marks that are the page's, not the report's. @param {...(Node | string)} inside */
export function guillemets(...inside) {
  return [h("span", { class: "mark" }, "«"), ...inside, h("span", { class: "mark" }, "»")];
}

/** "3.1" of "3.1 Merarbeid i fastlegepraksisen"; null for a heading without a number.
 * @param {SourceView} source */
export function sectionNumber(source) {
  return source.section.path.at(-1)?.match(/^\d+(?:\.\d+)*(?=[.\s]|$)/)?.[0] ?? null;
}

/** @param {SourceView} source */
export function sectionName(source) {
  return source.section.path.at(-1) ?? source.report;
}

/** "kap. 3.1, s. 27": the shortest true name of its place. @param {SourceView} source @param {Words} w */
export function shortPlace(source, w) {
  const number = sectionNumber(source);
  const page = pageName(source, w);
  return [number ? `${w.chapter} ${number}` : sectionName(source), page].filter(Boolean).join(", ");
}

/** "s. 27"; null when no page is known: pages are never counted. @param {SourceView} source @param {Words} w */
export function pageName(source, w) {
  const page = source.page.printed ?? source.page.physical;
  return page === null ? null : `${w.page} ${page}`;
}

/** @param {SourceView} source @param {Words} w */
export function kindName(source, w) {
  return source.kind === "quote" ? w.quote : w.finding;
}

/** The label that tells a finding from a quote. @param {"finding" | "quote" | "rephrased"} kind @param {Words} w */
export function label(kind, w) {
  const title = { finding: w.finding_long, quote: w.quote_long, rephrased: w.rephrased_long }[kind];
  return h("span", { class: `label label-${kind}`, title }, w[kind]);
}

/** Who speaks, or that the report does not say. @param {SourceView} source @param {Words} w @param {Language} language */
export function speakerName(source, w, language) {
  return groupName(source, language) || w.speaker_unknown;
}
