"use strict";
// Filters over the cases. Without this script every case stands on the page.
const filters = document.getElementById("filters");
const cases = [...document.querySelectorAll("details.case")];
const count = document.getElementById("count");
const controls = [...filters.querySelectorAll("[data-filter]")];

function matches(item) {
  return controls.every((control) => {
    const wanted = control.value.trim().toLowerCase();
    const has = item.dataset[control.dataset.filter];
    return !wanted || (control.type === "search" ? has.includes(wanted) : has === wanted);
  });
}

function apply() {
  let shown = 0;
  for (const item of cases) {
    item.hidden = !matches(item);
    shown += item.hidden ? 0 : 1;
  }
  count.textContent = shown === cases.length ? `${shown} cases` : `${shown} of ${cases.length} cases`;
}

const acts = {
  open: () => cases.forEach((item) => { item.open = item.open || !item.hidden; }),
  close: () => cases.forEach((item) => { item.open = false; }),
  clear: () => { controls.forEach((control) => { control.value = ""; }); apply(); },
};

filters.addEventListener("input", apply);
filters.addEventListener("click", (event) => acts[event.target.dataset.do]?.());
filters.hidden = false;
// A link to a case shows it even where the filters hide it.
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const item = target && target.closest("details.case");
  if (item) {
    if (item.hidden) acts.clear();
    item.open = true;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", reveal);
apply(); // a browser may have kept what was chosen before a reload
reveal();
