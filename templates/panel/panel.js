// Makes the page livelier; everything works without it, too.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  // Words somebody typed are not thrown away by a page that is drawn anew.
  let typed = false;
  let uploads = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "plik") typed = true;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "tak";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  const made = (name, className, text) => {
    const one = document.createElement(name);
    if (className) one.className = className;
    if (text) one.textContent = text;
    return one;
  };

  watchWork();
  takeFiles();
  fitForms();

  // What the machine is doing.
  function watchWork() {
    const box = document.getElementById("praca");
    if (!box) return;
    const sentence = document.getElementById("praca-zdanie");
    const progress = document.getElementById("praca-postep");
    const advice = document.getElementById("praca-rada");
    const news = document.getElementById("praca-nowe");
    const run = box.dataset.run;
    let busy = box.dataset.busy === "tak";
    const look = async () => {
      let told;
      try {
        const answer = await fetch(box.dataset.state, { headers: { Accept: "application/json" } });
        if (answer.status === 401) { location.reload(); return; }
        told = await answer.json();
      } catch {
        told = { sentence: "Panel nie odpowiada. Być może go zamknięto; proszę uruchomić go ponownie.", busy: false, trouble: true, advice: "", run };
        busy = false;
      }
      const ended = busy && !told.busy;
      const elsewhere = !busy && !told.busy && told.run !== run;
      if (sentence.textContent !== told.sentence) sentence.textContent = told.sentence;
      progress.hidden = !told.busy;
      advice.textContent = told.advice;
      advice.hidden = !told.advice;
      box.classList.toggle("busy", told.busy);
      box.classList.toggle("failed", told.trouble);
      if (ended || elsewhere) {
        if (typed || uploads > 0 || document.querySelector(".received li")) news.hidden = false;
        else { location.replace(location.pathname + location.hash); return; }
      }
      busy = told.busy;
      setTimeout(look, busy ? 1500 : 8000);
    };
    setTimeout(look, busy ? 1500 : 8000);
  }

  // Files that are dropped or chosen: each goes by itself and is answered by itself.
  function takeFiles() {
    const form = document.getElementById("wrzut");
    if (!form) return;
    const list = document.getElementById("przyjete");
    const chooser = document.getElementById("plik");
    const queue = [];
    let working = false;
    const token = form.elements.znak.value;
    const send = async (url, fields) => {
      const data = new FormData();
      data.append("znak", token);
      for (const [name, value] of fields) data.append(name, value);
      const answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()).files;
    };
    const told = (item, file) => {
      item.replaceChildren();
      item.className = file.ticket ? "asked" : file.trouble ? "trouble" : "good";
      const line = made("p", "line");
      if (file.units.length) {
        file.units.forEach(([unit, inside], place) => {
          if (place) line.append(document.createElement("br"));
          line.append(made("strong", "", unit), " ← ", inside);
        });
      } else line.append(made("strong", "", file.given));
      item.append(line);
      if (file.sentence) item.append(made("p", "", file.sentence));
      if (!file.ticket) return;
      const choices = made("div", "choices");
      for (const [wish, label] of [["zastap", "Zastąp poprzedni"], ["obie", "Zachowaj oba"]]) {
        const button = made("button", "", label);
        button.type = "button";
        button.addEventListener("click", async () => {
          choices.querySelectorAll("button").forEach((one) => { one.disabled = true; });
          await answered(item, file.given, () => send(`${form.action}/${file.ticket}`, [["wybor", wish]]));
        });
        choices.append(button);
      }
      item.append(choices);
    };
    const answered = async (item, name, ask) => {
      uploads += 1;
      try {
        told(item, (await ask())[0]);
      } catch (error) {
        const sentence = error.message && error.message.length < 300 ? error.message : "Nie udało się przesłać pliku. Proszę spróbować ponownie.";
        told(item, { given: name, units: [], sentence, trouble: true, ticket: "" });
      }
      uploads -= 1;
    };
    const work = async () => {
      if (working) return;
      working = true;
      while (queue.length) {
        const [item, file] = queue.shift();
        item.lastChild.textContent = "Przyjmuję i odczytuję…";
        await answered(item, file.name, () => send(form.action, [["plik", file]]));
      }
      working = false;
    };
    const take = (files) => {
      for (const file of files) {
        const item = made("li");
        const line = made("p", "line");
        line.append(made("strong", "", file.name));
        item.append(line, made("p", "", "Czeka na przyjęcie…"));
        list.append(item);
        queue.push([item, file]);
      }
      work();
    };
    chooser.addEventListener("change", () => { take([...chooser.files]); chooser.value = ""; });
    for (const name of ["dragenter", "dragover"]) {
      document.addEventListener(name, (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        form.classList.add("over");
      });
    }
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
    document.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      form.classList.remove("over");
      take([...event.dataTransfer.files]);
    });
  }

  // A new value is asked for only where something is corrected.
  function fitForms() {
    for (const form of document.querySelectorAll("form.decide")) {
      const stance = form.elements.stance;
      const field = form.querySelector(".new");
      if (!field) continue;
      const fit = () => { field.hidden = !stance.value.startsWith("korekta"); };
      stance.addEventListener("change", fit);
      fit();
    }
  }
})();
