/** Which reports are loaded: the header's lines, the fictional banner, and what to ask first. */

import { suggestions } from "./answer.js";
import { h } from "./dom.js";
import { termName } from "./terms.js";

/** @import { LoadedReport, Outside } from "./types.js" */
/** @import { Words } from "./i18n.js" */

/** "sha256:4f2a…" in short: the twelve digits that references carry. @param {string} version */
export function shortVersion(version) {
  return version.replace(/^sha256:/, "").slice(0, 12);
}

/** @param {LoadedReport[]} reports @param {Words} w @param {"nb" | "en"} language @returns {HTMLElement} */
export function renderReports(reports, w, language) {
  if (!reports.length) {
    return h("p", { class: "notice warning" }, `${w.reports_none} `, h("code", {}, "funn ingest"), ".");
  }
  const name = (/** @type {LoadedReport} */ report) => [
    h("span", { class: "report-title", lang: report.language }, report.title), " ",
    h("span", { class: "version" }, `${w.version} ${shortVersion(report.version)}`),
  ];
  const single = reports.length === 1;
  return h("details", {},
    h("summary", {}, ...(single ? name(reports[0]) : [w.reports_many(reports.length)])),
    ...reports.map((report) => h("dl", { class: "facts" },
      ...(single ? [] : [h("dt", {}, w.report), h("dd", {}, ...name(report))]),
      ...fact(w.report_publisher, [report.publisher, report.year].filter(Boolean).join(", ")),
      ...fact(w.report_contents, w.report_counts(report.sections, report.findings, report.quotes)),
      ...fact(w.report_speakers, Object.entries(report.speakers ?? {})
        .map(([role, count]) => `${termName(role, language)} ${count}`).join(", ")),
      ...fact(w.version_full, report.version))));
}

/** What leaves the machine, where anything does.
 * @param {LoadedReport[]} reports @param {Outside} outside @param {Words} w @returns {HTMLElement[]} */
export function renderOutside(reports, outside, w) {
  const barred = reports.filter((report) => report.barred);
  const shown = barred.length < reports.length;
  const said = [
    ...(outside.language_model && shown ? [w.outside_llm(outside.language_model)] : []),
    ...(outside.embedder ? [w.outside_embedder(outside.embedder)] : []),
  ];
  if (!said.length) return [];
  const kept = barred.length ? [w.outside_barred(barred.map((report) => report.title).join(", "))] : [];
  return [h("p", { class: "notice" }, [...said, ...kept].join(" "))];
}

/** @param {string} term @param {string} description */
function fact(term, description) {
  return description ? [h("dt", {}, term), h("dd", {}, description)] : [];
}

/** Three questions to begin with. One about GPs only where GPs speak in the report.
 * @param {LoadedReport[]} reports @param {Words} w @param {"nb" | "en"} language @param {(q: string) => void} ask */
export function renderStarters(reports, w, language, ask) {
  if (!reports.length) return null;
  const gps = reports.some((report) => (report.speakers?.fastlege ?? 0) > 0);
  const questions = [w.starter_main, gps ? w.starter_gp : w.starter_disagree, w.starter_method];
  return suggestions(w.starters, questions, language, ask, "h2");
}
