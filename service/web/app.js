/** The chat page: keeps the conversation, asks the service, and puts answers and sources on screen. */

import { renderAnswer } from "./answer.js";
import { ask, CallFailed, loadedReports } from "./api.js";
import { byId, calm, h } from "./dom.js";
import { initialLanguage, keepLanguage, words } from "./i18n.js";
import { SourcePanel } from "./panel.js";
import { renderOutside, renderReports, renderStarters } from "./reports.js";

/** @import { Answer, Citation, Language, LoadedReport, Message, Outside } from "./types.js" */

const LIMIT = 2000;
const SLOW_MS = 8000;

/** @type {"nb" | "en"} */
let language = initialLanguage();
/** @type {LoadedReport[] | null} Null until known. */
let reports = null;
/** @type {Outside} Services that text is sent to. */
let outside = { language_model: null, embedder: null };
/** @type {Message[]} The conversation so far: the service keeps none. */
let history = [];
/** @type {AbortController | null} Set while an answer is under way. */
let asking = null;

const log = byId("log");
const question = /** @type {HTMLTextAreaElement} */ (byId("question"));
const problem = byId("problem");
const panel = new SourcePanel(/** @type {HTMLDialogElement} */ (byId("panel")), announce, () => question.focus());

/** @param {string} message */
function announce(message) {
  byId("status").textContent = message;
}

/** @param {string} report @returns {Language} */
function languageOf(report) {
  return reports?.find((loaded) => loaded.id === report)?.language ?? "nb";
}

/** @param {Answer} answer */
function pageFor(answer) {
  return {
    ask: (/** @type {string} */ text) => void submit(text, true),
    open: (/** @type {Citation} */ citation, /** @type {number} */ number, /** @type {HTMLElement} */ opener, /** @type {Language} */ of) =>
      panel.open(citation, number, opener, {
        language: of,
        original: languageOf(citation.report),
        version: answer.reports.find((report) => report.id === citation.report)?.version,
      }),
    languageOf,
    announce,
  };
}

// --- the language of the page ----------------------------------------------------------------------------------

function speak() {
  const w = words(language);
  document.documentElement.lang = language;
  document.title = w.page_title;
  for (const element of document.querySelectorAll("[data-i18n]")) {
    element.textContent = /** @type {any} */ (w)[/** @type {HTMLElement} */ (element).dataset.i18n ?? ""];
  }
  log.setAttribute("aria-label", w.log);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.language === language));
  }
  showReports();
  measure();
}

// --- the reports -----------------------------------------------------------------------------------------------

async function loadReports() {
  try {
    ({ reports, outside } = await loadedReports());
    showReports();
  } catch {
    reports = null;
    const retry = h("button", { type: "button", class: "quiet", "data-i18n": "retry", onclick: loadReports }, words(language).retry);
    byId("reports").replaceChildren(
      h("p", { class: "notice warning" }, h("span", { "data-i18n": "reports_failed" }, words(language).reports_failed), " ", retry));
  }
}

function showReports() {
  if (reports === null) return;
  const w = words(language);
  const open = byId("reports").querySelector("details")?.open ?? false;
  const shown = renderReports(reports, w, language);
  if (shown instanceof HTMLDetailsElement) shown.open = open;
  byId("reports").replaceChildren(shown);
  byId("outside").replaceChildren(...renderOutside(reports, outside, w));
  byId("banner").hidden = !reports.some((report) => report.fictional);
  const starters = renderStarters(reports, w, language, (text) => void submit(text, true));
  byId("starters").replaceChildren(...(starters && !log.childElementCount ? [starters] : []));
}

/** The service may answer from a newer version than the header names. @param {Answer} answer */
function followVersions(answer) {
  if (answer.reports.some((report) => report.fictional)) byId("banner").hidden = false;
  const known = new Set(reports?.map((report) => report.version));
  if (answer.reports.some((report) => !known.has(report.version))) void loadReports();
}

// --- asking ----------------------------------------------------------------------------------------------------

/** What an answer is to the service in a later turn. @param {Answer} answer */
function remembered(answer) {
  return answer.lead || answer.message || answer.claims[0]?.text || words(answer.language).status[answer.status];
}

/** @param {string} text */
function length(text) {
  return Array.from(text.trim()).length;
}

/** @param {string} text @param {boolean} [chosen] Whether it came from a button instead of the field. */
async function submit(text, chosen = false) {
  const w = words(language);
  const content = text.trim();
  const refusal = asking ? w.busy : !content ? w.empty : length(content) > LIMIT ? w.too_long : "";
  problem.textContent = refusal;
  question.setAttribute("aria-invalid", String(Boolean(refusal) && !asking));
  if (refusal) return question.focus();
  if (!chosen) question.value = "";
  measure();

  const controller = new AbortController();
  const title = h("h2", { class: "asked", tabindex: "-1" },
    h("span", { class: "kicker", "data-i18n": "you_asked" }, w.you_asked), " ", h("span", { class: "asked-text" }, content));
  const { pending, settle } = waiting(controller);
  const turn = h("article", { class: "turn" }, title, pending);
  busy(controller);
  log.append(turn);
  byId("starters").replaceChildren();
  byId("restart").hidden = false;
  show(turn);
  if (chosen) title.focus({ preventScroll: true });

  /** @type {Message[]} */
  const messages = [...history, { role: "user", content }];
  try {
    const answer = await ask(messages, controller.signal);
    if (!turn.isConnected) return;
    title.querySelector(".asked-text")?.setAttribute("lang", answer.language);
    pending.replaceWith(renderAnswer(answer, pageFor(answer), content));
    history = [...messages, { role: "assistant", content: remembered(answer) }];
    followVersions(answer);
  } catch (error) {
    if (!turn.isConnected) return;
    pending.replaceWith(failure(error, turn, content));
  } finally {
    settle();
    if (asking === controller) busy(null);
  }
  show(turn);
}

/** @param {AbortController | null} controller */
function busy(controller) {
  asking = controller;
  log.setAttribute("aria-busy", String(controller !== null));
  byId("send").setAttribute("aria-disabled", String(controller !== null));
}

/** What stands where the answer will be. @param {AbortController} controller */
function waiting(controller) {
  const w = words(language);
  const words_ = h("span", {}, w.searching);
  const stop = h("button", {
    type: "button", class: "quiet",
    onclick: () => {
      controller.abort();
      question.focus();
    },
  }, w.stop);
  const pending = h("div", { class: "pending" }, h("p", {}, h("span", { class: "dots", "aria-hidden": "true" }), words_), stop);
  announce(w.searching);
  const timer = setTimeout(() => {
    words_.textContent = `${w.searching} ${w.slow}`;
    announce(w.slow);
  }, SLOW_MS);
  return { pending, settle: () => clearTimeout(timer) };
}

/** @param {unknown} error @param {HTMLElement} turn @param {string} content */
function failure(error, turn, content) {
  if (!(error instanceof CallFailed)) console.error(error);
  const w = words(language);
  const kind = error instanceof CallFailed ? error.kind : "server";
  const retry = h("button", {
    type: "button", class: "primary",
    onclick: () => {
      turn.remove();
      void submit(content, true);
    },
  }, w.retry);
  return h("div", { class: "answer status-error failed" },
    h("p", { class: "status" }, h("span", { class: "badge" }, w.status.error)),
    h("p", { class: "message" }, w.failed[kind]),
    error instanceof CallFailed && error.detail && h("p", { class: "voice" }, error.detail),
    retry);
}

/** @param {HTMLElement} turn */
function show(turn) {
  turn.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}

function restart() {
  asking?.abort();
  busy(null);
  panel.close();
  history = [];
  log.replaceChildren();
  problem.textContent = "";
  byId("restart").hidden = true;
  showReports();
  question.focus();
}

function measure() {
  const characters = length(question.value);
  byId("count").textContent = String(characters);
  byId("composer").classList.toggle("over", characters > LIMIT);
  if (characters > LIMIT) problem.textContent = words(language).too_long;
  else if (problem.textContent === words(language).too_long) problem.textContent = "";
}

// --- start -----------------------------------------------------------------------------------------------------

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  void submit(question.value);
});
question.addEventListener("input", measure);
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  void submit(question.value);
});
byId("restart").addEventListener("click", restart);
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    language = /** @type {HTMLElement} */ (button).dataset.language === "en" ? "en" : "nb";
    keepLanguage(language);
    speak();
  });
}
speak();
void loadReports();
