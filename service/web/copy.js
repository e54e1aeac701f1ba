/** Copying text, also where the clipboard interface is missing (plain http on an intranet). */

import { h } from "./dom.js";

/** @import { Words } from "./i18n.js" */

/** @param {string} text @returns {Promise<boolean>} Whether it is on the clipboard. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** @param {string} text */
function copyBySelection(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const area = h("textarea", { class: "unseen", readonly: true, tabindex: "-1", "aria-hidden": "true" });
  area.value = text;
  // Inside an open dialog: what lies outside a modal one cannot be focused.
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}

/**
 * @param {string} name @param {() => string} text @param {Words} w
 * @param {(message: string) => void} announce
 */
export function copyButton(name, text, w, announce) {
  const said = h("span", { class: "copied" });
  const button = h("button", { type: "button", class: "quiet copy" }, name);
  button.addEventListener("click", async () => {
    const message = (await copyText(text())) ? w.copied : w.copy_failed;
    said.textContent = message;
    announce(message);
    setTimeout(() => (said.textContent = ""), 4000);
  });
  return h("p", { class: "copy-row" }, button, said);
}
