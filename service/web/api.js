/** The service, as the page calls it. Addresses are relative, so the page works under any prefix. */

/** @import { Answer, Language, Loaded, Message, SourceInContext } from "./types.js" */

const PATIENCE_MS = 120_000;

/** Why a call gave no answer: `kind` names the words to show; `detail` is the service's own. */
export class CallFailed extends Error {
  /** @param {"network" | "timeout" | "stopped" | "refused" | "too_long" | "busy" | "gone" | "withdrawn" | "server"} kind
   *  @param {string} [detail] */
  constructor(kind, detail = "") {
    super(detail || kind);
    this.kind = kind;
    this.detail = detail;
  }
}

/** @param {number} status */
function kindOf(status) {
  if (status === 404) return "gone";
  if (status === 410) return "withdrawn";
  if (status === 413) return "too_long";
  if (status === 429 || status === 503) return "busy";
  return status < 500 ? "refused" : "server";
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<unknown>} The body, parsed.
 */
async function call(path, init = {}) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience;
  /** @type {Response} */
  let response;
  /** @type {any} */
  let body;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init, signal });
    const text = await response.text();
    try {
      body = JSON.parse(text);
    } catch {
      body = null;
    }
  } catch {
    if (patience.aborted) throw new CallFailed("timeout");
    throw new CallFailed(init.signal?.aborted ? "stopped" : "network");
  }
  if (!response.ok) {
    const detail = typeof body?.detail === "string" ? body.detail : body?.title;
    throw new CallFailed(kindOf(response.status), typeof detail === "string" ? detail : "");
  }
  if (body === null || typeof body !== "object") throw new CallFailed("server");
  return body;
}

/**
 * @param {Message[]} messages @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export async function ask(messages, signal) {
  const filters = { reports: [], roles: [], sectors: [], fields: [] };
  const body = JSON.stringify({ messages, language: null, filters, stream: false });
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await call("chat", { method: "POST", headers, body, signal });
  if (!Array.isArray(/** @type {any} */ (answer).claims)) throw new CallFailed("server");
  return /** @type {Answer} */ (answer);
}

/**
 * A source with its neighbours, in report order.
 * @param {string} id @param {Language} language  Of the service's own words about it.
 * @param {AbortSignal} signal
 * @returns {Promise<SourceInContext>}
 */
export async function sourceInContext(id, language, signal) {
  const found = await call(`sources/${encodeURIComponent(id)}?context=2&language=${language}`, { signal });
  return /** @type {SourceInContext} */ (found);
}

/** @returns {Promise<Loaded>} */
export async function loadedReports() {
  const body = /** @type {any} */ (await call("reports"));
  if (!Array.isArray(body.reports)) throw new CallFailed("server");
  return { reports: body.reports, outside: body.outside ?? { language_model: null, embedder: null } };
}
