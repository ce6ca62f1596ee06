// Filters over what the page already holds; without this script everything is simply shown.
(() => {
  "use strict";
  const form = document.getElementById("filtry");
  if (!form) return;
  const search = document.getElementById("szukaj");
  const unit = document.getElementById("jednostka");
  const area = document.getElementById("obszar");
  const kinds = [...form.querySelectorAll("input[name=rodzaj]")];
  const result = document.getElementById("wynik");
  const nothing = document.getElementById("pusto");

  // "lodz" finds "Łódź"; the spaces in numbers may be of any kind.
  const plain = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ł/g, "l").replace(/Ł/g, "L")
      .replace(/\s+/g, " ").toLowerCase();

  // A word is found by its beginning: "I.1" is not "II.1".
  const beginning = (word) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}`, "u");

  const groups = [...document.querySelectorAll("section.group")].map((section) => ({
    section,
    name: section.querySelector("h3").textContent,
    blocks: [...section.querySelectorAll("tbody")].map((body) => ({
      body,
      area: body.dataset.area,
      rows: [...body.querySelectorAll("tr.finding")].map((row) => ({ row, kind: row.dataset.kind })),
    })),
  }));
  const total = document.querySelectorAll("tr.finding").length;

  const textOf = (group, block, one) => {
    if (one.text === undefined) {
      const action = block.body.querySelector("tr.action");
      one.text = plain(`${group.name} ${action ? action.textContent : ""} ${one.row.textContent}`);
    }
    return one.text;
  };

  const apply = () => {
    const words = plain(search.value).split(" ").filter(Boolean).map(beginning);
    const wanted = new Set(kinds.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const group of groups) {
      const here = !unit.value || unit.value === group.section.id;
      let inGroup = 0;
      for (const block of group.blocks) {
        const inArea = here && (!area || !area.value || area.value === block.area);
        let inBlock = 0;
        for (const one of block.rows) {
          const fits = inArea && wanted.has(one.kind)
            && words.every((word) => word.test(textOf(group, block, one)));
          one.row.hidden = !fits;
          inBlock += fits ? 1 : 0;
        }
        block.body.hidden = inBlock === 0;
        inGroup += inBlock;
      }
      group.section.hidden = inGroup === 0;
      shown += inGroup;
    }
    result.textContent = `Pokazano uwag: ${shown} z ${total}`;
    nothing.hidden = shown > 0;
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  };
  search.addEventListener("input", soon);
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  form.addEventListener("reset", () => setTimeout(apply, 0));

  // A link to a unit's findings shows them, whatever is filtered.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#uwagi']");
    if (!link) return;
    form.reset();
    apply();
  });

  form.hidden = false;
  apply();
})();
