/** The source beside the answer: whole text, place, neighbours, reference. A sheet on narrow screens. */

import { CallFailed, sourceInContext } from "./api.js";
import { copyButton } from "./copy.js";
import { h } from "./dom.js";
import { guillemets, kindName, label, pageName, sectionName, speakerName } from "./evidence.js";
import { words, wordsLanguage } from "./i18n.js";

/** @import { Citation, Language, SourceView } from "./types.js" */
/** @import { Words } from "./i18n.js" */

/**
 * A source that is shown, and the words it is shown with.
 * @typedef {object} Shown
 * @property {Citation} citation
 * @property {number} number
 * @property {Words} w
 * @property {Language} language  The answer's: of names and labels.
 * @property {Language} original  The report's: of the evidence.
 * @property {string | undefined} version
 */

export class SourcePanel {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {(message: string) => void} announce
   * @param {() => void} refocus  Where focus goes when what opened the panel is gone.
   */
  constructor(dialog, announce, refocus) {
    this.dialog = dialog;
    this.announce = announce;
    this.refocus = refocus;
    /** @type {HTMLElement | null} */
    this.opener = null;
    this.fetching = new AbortController();
    this.returning = true;
    this.beside = matchMedia("(min-width: 64rem) and (min-height: 26rem)");
    this.beside.addEventListener("change", () => this.dialog.open && this.#place());
    // Moving it between beside and over the page closes it too; then it is open again by now.
    dialog.addEventListener("close", () => !dialog.open && this.#closed());
    dialog.addEventListener("click", (event) => event.target === dialog && this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && dialog.open) {
        event.preventDefault();
        this.close();
      }
    });
  }

  /**
   * @param {Citation} citation @param {number} number @param {HTMLElement} opener
   * @param {{language: Language, original: Language, version: string | undefined}} about
   */
  open(citation, number, opener, about) {
    this.opener?.setAttribute("aria-expanded", "false");
    this.opener = opener;
    opener.setAttribute("aria-expanded", "true");
    this.fetching.abort();
    this.fetching = new AbortController();
    const shown = { citation, number, w: words(about.language), ...about };
    const around = h("div", { class: "around" });
    this.dialog.lang = wordsLanguage(about.language);
    this.dialog.replaceChildren(this.#content(shown, around));
    this.#place();
    this.dialog.scrollTop = 0;
    /** @type {HTMLElement} */ (this.dialog.querySelector("#panel-title")).focus({ preventScroll: true });
    void this.#fill(around, shown);
  }

  close() {
    if (!this.dialog.open) return;
    // Somebody who is typing a question beside it stays there.
    this.returning = this.dialog.contains(document.activeElement) || document.activeElement === document.body;
    this.dialog.close();
  }

  /** Beside the answer where there is room; else over the page, keeping focus inside. */
  #place() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (this.dialog.open) this.dialog.close();
    if (this.beside.matches) this.dialog.show();
    else this.dialog.showModal();
    if (focused && this.dialog.contains(focused)) focused.focus({ preventScroll: true });
  }

  #closed() {
    this.fetching.abort();
    this.opener?.setAttribute("aria-expanded", "false");
    if (this.returning) this.opener?.isConnected ? this.opener.focus() : this.refocus();
    this.returning = true;
    this.opener = null;
  }

  /** @param {Shown} shown @param {HTMLElement} around */
  #content(shown, around) {
    const { citation, number, w, language, original, version } = shown;
    const quote = citation.kind === "quote";
    return h("div", { class: "panel-body" },
      h("div", { class: "panel-head" },
        h("p", { class: "kicker" }, `${w.source} ${number}`, " ", label(citation.kind, w)),
        h("button", { type: "button", class: "quiet close", onclick: () => this.close() }, w.close)),
      h("h2", { id: "panel-title", tabindex: "-1" },
        h("span", { class: "unseen" }, `${w.source} ${number}, ${kindName(citation, w)}: `),
        h("span", { lang: original }, sectionName(citation))),
      path(citation, original),
      citation.uncertain && h("p", { class: "notice warning" },
        h("strong", {}, `${w.uncertain}: `), citation.uncertain),
      h("section", { class: `whole whole-${citation.kind}` },
        h("h3", { class: "unseen" }, w.full_text),
        citation.context && h("p", { class: "context" }, `${w.stands_under}: `, h("span", { lang: original }, citation.context)),
        evidence(citation, original),
        citation.translation && h("p", { class: "translation", lang: language },
          h("span", { class: "facet" }, `${w.translation}: `), citation.translation),
        h("p", { class: "voice" }, quote ? w.quote_long : w.finding_long, " ", w.relation_long[citation.relation])),
      h("dl", { class: "facts" },
        ...(quote ? fact(w.speaker, speakerName(citation, w, language)) : []),
        ...fact(w.offsets, `${w.characters(citation.start, citation.end)}, ${pageName(citation, w) ?? w.no_page.toLowerCase()}`)),
      h("section", {}, h("h3", {}, w.reference),
        h("p", { class: "reference", lang: original }, citation.reference),
        copyButton(w.copy_reference, () => citation.reference, w, this.announce)),
      h("section", {}, h("h3", {}, w.around), around),
      h("details", { class: "trace" }, h("summary", {}, w.trace),
        h("dl", { class: "facts" },
          ...fact(w.source_id, citation.id),
          ...fact(w.raw_offsets, citation.raw.map(([a, b]) => w.characters(a, b)).join("; ")),
          ...(version ? fact(w.version_full, version) : []))));
  }

  /** Shows what stands before and after. @param {HTMLElement} around @param {Shown} shown */
  async #fill(around, shown) {
    const { citation, w, original } = shown;
    const signal = this.fetching.signal;
    around.replaceChildren(h("p", { class: "voice" }, w.around_loading));
    try {
      const { source, before, after } = await sourceInContext(citation.id, shown.language, signal);
      if (signal.aborted) return;
      let [section, context] = [source.section.id, ""];
      const items = [...before, source, ...after].map((neighbour) => {
        // Said again only where it changes, as in the report itself.
        const chapter = neighbour.section.id !== section && sectionName(neighbour);
        const heading = neighbour.context !== context && neighbour.context;
        [section, context] = [neighbour.section.id, neighbour.context];
        const here = neighbour.id === source.id;
        return h("li", here ? { class: "here", "aria-current": "true" } : {},
          chapter && h("p", { class: "context chapter", lang: original }, chapter),
          heading && h("p", { class: "context", lang: original }, heading),
          h("p", { class: "kicker" }, label(neighbour.kind, w),
            neighbour.kind === "quote" && ` ${speakerName(neighbour, w, shown.language)}`,
            here && h("strong", {}, ` ${w.this_source}`)),
          evidence(neighbour, original));
      });
      const changed = source.text !== citation.text;
      around.replaceChildren(
        ...(changed ? [h("p", { class: "notice warning" }, w.around_changed)] : []),
        h("ol", { class: "neighbours" }, ...items));
    } catch (error) {
      if (signal.aborted) return;
      const kind = error instanceof CallFailed ? error.kind : "server";
      const said = kind === "gone" ? w.around_gone : kind === "withdrawn" ? w.around_withdrawn : "";
      const retry = h("button", { type: "button", class: "quiet", onclick: () => this.#fill(around, shown) }, w.retry);
      around.replaceChildren(h("p", { class: "notice warning" }, said || w.around_failed), said ? "" : retry);
    }
  }
}

/** @param {SourceView} source @param {Language} language */
function evidence(source, language) {
  return source.kind === "quote"
    ? h("blockquote", { lang: language }, h("p", {}, ...guillemets(source.text)))
    : h("p", { class: "exact", lang: language }, source.text);
}

/** The chapters above it. @param {SourceView} source @param {Language} language */
function path(source, language) {
  const above = source.section.path.slice(0, -1);
  return above.length ? h("p", { class: "path", lang: language }, above.join(" › ")) : null;
}

/** @param {string} term @param {string} description */
function fact(term, description) {
  return [h("dt", {}, term), h("dd", {}, description)];
}
