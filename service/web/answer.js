/** An answer laid out for reading: lead, findings, quotes, caveats, what to ask next. */

import { copyButton } from "./copy.js";
import { answerAsText } from "./copytext.js";
import { h, list } from "./dom.js";
import { excerpt, guillemets, kindName, label, sectionName, shortPlace, speakerName } from "./evidence.js";
import { words, wordsLanguage } from "./i18n.js";
import { groupName, termName } from "./terms.js";

/** @import { Answer, Citation, Claim, Language } from "./types.js" */
/** @import { Words } from "./i18n.js" */

/**
 * What an answer needs of the page around it.
 * @typedef {object} Page
 * @property {(question: string) => void} ask
 * @property {(citation: Citation, number: number, opener: HTMLElement, language: Language) => void} open
 * @property {(report: string) => Language} languageOf
 * @property {(message: string) => void} announce
 */

/** One answer on its way to the screen: the answer, its words, its sources by number. */
class View {
  /** @param {Answer} answer @param {Page} page */
  constructor(answer, page) {
    this.answer = answer;
    this.page = page;
    this.w = words(answer.language);
    this.sources = new Map(answer.citations.map((citation, i) => [citation.id, { citation, number: i + 1 }]));
    this.several = answer.reports.length > 1;
  }

  /** @param {Citation} citation */
  languageOf(citation) {
    return this.page.languageOf(citation.report);
  }
}

/**
 * @param {Answer} answer @param {Page} page
 * @param {string} asked  What the reader wrote; shown beside it is what was searched, if that differs.
 * @returns {HTMLElement}
 */
export function renderAnswer(answer, page, asked) {
  const view = new View(answer, page);
  return h("div", { class: `answer status-${answer.status}`, lang: wordsLanguage(answer.language) },
    status(view, asked),
    answer.fallback_reason && h("p", { class: "notice" }, `${view.w.fallback} `,
      h("span", { lang: answer.language }, answer.fallback_reason)),
    answer.lead && h("p", { class: "lead", lang: answer.language }, answer.lead),
    answer.message && h("p", { class: "message", lang: answer.language }, answer.message),
    otherLanguage(view),
    findings(view),
    quotes(view),
    notes(view.w.caveats, "caveats", answer.caveats, answer.language),
    notes(view.w.not_covered, "not-covered", answer.not_covered, answer.language),
    nearest(view),
    // The nearest topics ask the same; twice is noise.
    answer.nearest.length ? null : suggestions(view.w.follow_ups, answer.follow_ups, answer.language, page.ask),
    foot(view));
}

/** How far it is answered, how it was made, and what was searched. @param {View} view @param {string} asked */
function status({ answer, w }, asked) {
  const mode = answer.citations.length ? w.mode[answer.mode] : w.mode_short[answer.mode];
  const searched = answer.question && answer.question.trim() !== asked.trim();
  return h("div", { class: "status" },
    h("p", {}, h("span", { class: "badge" }, w.status[answer.status] ?? answer.status), " ",
      h("span", { class: "mode" }, mode ?? answer.mode, answer.model && ` (${answer.model})`)),
    searched && h("p", { class: "voice" }, `${w.searched} `, h("span", { lang: answer.language }, answer.question)));
}

/** Says so when the evidence is in another language than the answer's frame. @param {View} view */
function otherLanguage(view) {
  const { answer, w } = view;
  const languages = new Set([
    ...answer.claims.filter((claim) => isVerbatim(claim, view)).map((claim) => claim.language),
    ...answer.citations.map((citation) => view.languageOf(citation)),
  ]);
  languages.delete(answer.language);
  const said = [...languages].map((language) => w.other_language[language]).filter(Boolean);
  return said.length ? h("p", { class: "notice original" }, said.join(" ")) : null;
}

/** Whether a claim is a cited finding's own words. @param {Claim} claim @param {View} view */
function isVerbatim(claim, view) {
  return claim.citations.some((id) => view.sources.get(id)?.citation.text === claim.text);
}

/** @param {View} view */
function findings(view) {
  const { answer, w } = view;
  const cited = new Set(answer.claims.flatMap((claim) => claim.citations));
  const others = answer.citations.filter((c) => c.kind === "finding" && !cited.has(c.id));
  if (!answer.claims.length && !others.length) return null;
  /** @type {Map<string, Claim[]>} */
  const blocks = new Map();
  for (const claim of answer.claims) blocks.set(claim.block, [...(blocks.get(claim.block) ?? []), claim]);
  const verbatim = answer.claims.every((claim) => isVerbatim(claim, view));
  const section = h("section", { class: "findings" },
    h("h3", {}, verbatim ? w.findings_title : w.claims_title),
    h("p", { class: "voice" }, verbatim ? w.finding_long : w.rephrased_long));
  let number = 0;
  for (const [block, claims] of blocks) {
    if (block) section.append(h("h4", { class: "block", lang: blockLanguage(claims[0], view) }, block));
    /** @type {string[]} */
    let said = [];
    const items = claims.map((claim) => {
      const before = leadIn(claim, view);
      const item = renderClaim(claim, (number += 1), view, said.includes(before) ? "" : before);
      // What introduces several, or was a claim just now, needs no repeating.
      said = [before, claim.text];
      return item;
    });
    section.append(h("ol", { class: "claims", start: String(number - claims.length + 1) }, ...items));
  }
  if (others.length) {
    section.append(h("h4", { class: "block" }, w.other_findings),
      h("ul", { class: "claims plain" }, ...others.map((citation) => otherFinding(citation, view))));
  }
  return section;
}

/** A block is named by headings of the report, or by words of the answer.
 * @param {Claim} claim @param {View} view */
function blockLanguage(claim, view) {
  const source = view.sources.get(claim.citations[0])?.citation;
  const headings = source ? [...source.section.path, ...source.context.split(" › ")] : [];
  const original = headings.some((heading) => heading && claim.block.includes(heading));
  return source && original ? view.languageOf(source) : claim.language;
}

/** The sentence that a finding misleads without: the last part of its source's context, unless that
 * is the heading it stands under already; its headings too where it stands under a group.
 * @param {Claim} claim @param {View} view */
function leadIn(claim, view) {
  const source = view.sources.get(claim.citations[0])?.citation;
  if (!source || !isVerbatim(claim, view)) return "";
  const section = source.section.path.at(-1) ?? "";
  if (!claim.block.startsWith(section)) return [section, source.context].filter(Boolean).join(" › ");
  const last = source.context.split(" › ").at(-1) ?? "";
  return claim.block.endsWith(last) ? "" : last;
}

/** @param {Claim} claim @param {number} number @param {View} view @param {string} before */
function renderClaim(claim, number, view, before) {
  const verbatim = isVerbatim(claim, view);
  return h("li", { class: "claim", value: String(number) },
    before && h("p", { class: "lead-in", lang: claim.language }, before),
    h("p", { class: "claim-text", lang: claim.language }, claim.text),
    h("p", { class: "meta" },
      label(verbatim ? "finding" : "rephrased", view.w), ...facets(claim, view),
      ...claim.citations.map((id) => marker(id, view))));
}

/** Whose, about whom and how many, as written. @param {Claim} claim @param {View} view */
function facets(claim, view) {
  const { answer, w } = view;
  const named = (/** @type {Claim["groups"]} */ groups) =>
    groups.map((group) => groupName(group, answer.language)).filter(Boolean).join("; ");
  const excluded = named(claim.excluded_groups);
  const source = view.sources.get(claim.citations[0])?.citation;
  const original = source ? view.languageOf(source) : claim.language;
  const translated = original !== "en" && answer.language === "en" && w.strengths[claim.strength];
  return [
    source?.relation === "contrasts" ? relation(source, w) : null,
    facet(named(claim.groups)),
    facet(excluded && `${w.except} ${excluded}`),
    facet(claim.about && w.about(termName(claim.about, answer.language))),
    claim.holder === "researchers" ? facet(w.researchers) : null,
    claim.strength_words
      ? facet(`${w.amount}: ${translated ? `${translated} ` : ""}`, h("span", { lang: original }, `«${claim.strength_words}»`))
      : claim.holder === "participants" ? facet(w.unspecified) : null,
  ];
}

/** @param {...(Node | string | null)} said */
function facet(...said) {
  return said[0] ? h("span", { class: "facet" }, ...said) : null;
}

/** @param {Citation} citation @param {View} view */
function otherFinding(citation, view) {
  return h("li", { class: "claim" },
    h("p", { class: "claim-text", lang: view.languageOf(citation) }, ...excerpt(citation, view.w)),
    h("p", { class: "meta" }, label("finding", view.w), relation(citation, view.w), marker(citation.id, view)));
}

/** @param {Citation} citation @param {Words} w */
function relation(citation, w) {
  return h("span", { class: "facet", title: w.relation_long[citation.relation] },
    w.relation[citation.relation] ?? citation.relation);
}

/** The button that opens a source. @param {string} id @param {View} view */
function marker(id, view) {
  const source = view.sources.get(id);
  if (!source) return null;
  const { citation, number } = source;
  const { w, answer } = view;
  const report = view.several ? answer.reports.find((r) => r.id === citation.report)?.title : null;
  return h("button", {
    type: "button", class: `source source-${citation.kind}`, "aria-expanded": "false",
    "aria-controls": "panel", "data-source": id,
    onclick: (event) => view.page.open(citation, number, event.currentTarget, answer.language),
  },
  h("span", { class: "source-text" }, `${w.source} ${number} · ${shortPlace(citation, w)}`),
  citation.uncertain && h("span", { class: "source-warning" }, ` · ${w.uncertain.toLowerCase()}`),
  report && h("span", { class: "source-report" }, ` · ${report}`),
  h("span", { class: "unseen" }, w.open_source(kindName(citation, w), sectionName(citation))));
}

/** @param {View} view */
function quotes(view) {
  const { answer, w } = view;
  const shown = answer.citations.filter((citation) => citation.kind === "quote");
  if (!shown.length) return null;
  return h("section", { class: "quotes" },
    h("h3", {}, w.quotes_title), h("p", { class: "voice" }, w.quotes_note),
    h("ul", {}, ...shown.map((citation) => h("li", {}, quote(citation, view)))));
}

/** @param {Citation} citation @param {View} view */
function quote(citation, view) {
  const { w, answer } = view;
  return h("figure", { class: "quote" },
    h("blockquote", { lang: view.languageOf(citation) },
      h("p", {}, ...guillemets(...excerpt(citation, w)))),
    citation.translation && h("p", { class: "translation", lang: answer.language },
      h("span", { class: "facet" }, `${w.translation}: `), citation.translation),
    h("figcaption", { class: "meta" },
      label("quote", w),
      h("span", { class: "speaker" }, speakerName(citation, w, answer.language)),
      relation(citation, w), marker(citation.id, view)));
}

/** @param {string} title @param {string} name @param {string[]} items @param {Language} language */
function notes(title, name, items, language) {
  if (!items.length) return null;
  const shown = items.map((item) => h("span", { lang: language }, item));
  return h("section", { class: `notes ${name}` }, h("h3", {}, title), list("ul", "", shown));
}

/** @param {View} view */
function nearest({ answer, w, page }) {
  if (!answer.nearest.length) return null;
  const report = answer.reports[0];
  const language = report ? page.languageOf(report.id) : answer.language;
  const items = answer.nearest.map(({ heading }) => {
    const question = w.ask_about(heading.replace(/^\d+(\.\d+)*\.?\s+/, ""));
    return h("button", { type: "button", class: "suggestion", lang: language, onclick: () => page.ask(question) }, heading);
  });
  return h("section", { class: "next" }, h("h3", {}, w.nearest), list("ul", "suggestions", items));
}

/** @param {string} title @param {string[]} questions @param {Language} language
 *  @param {(q: string) => void} ask @param {"h2" | "h3"} [level] */
export function suggestions(title, questions, language, ask, level = "h3") {
  if (!questions.length) return null;
  const items = questions.map((question) =>
    h("button", { type: "button", class: "suggestion", lang: language, onclick: () => ask(question) }, question));
  return h("section", { class: "next" }, h(level, {}, title), list("ul", "suggestions", items));
}

/** Takes the answer along. @param {View} view */
function foot({ answer, w, page }) {
  return answer.citations.length
    ? h("footer", { class: "foot" }, copyButton(w.copy_answer, () => answerAsText(answer), w, page.announce))
    : null;
}
