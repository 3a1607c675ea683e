/* What somebody types into the first box of a form marked data-suggest is answered below it, as a
   list that arrow keys, Enter and Escape work on (the ARIA combobox pattern). It is sent in the body
   of a request, so that no address and no log holds it; nothing is stored in the browser. Without
   this script the button does the same. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-suggest]");
  var box = form && form.querySelector("input[type=text]");
  if (!box || !window.AbortController) { return; }
  var list = document.createElement("ul");
  var said = document.createElement("p");
  var waiting = null;
  var asking = null;
  var options = [];
  var at = -1;

  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestions);
  said.className = "vh";
  said.setAttribute("role", "status");
  box.parentNode.classList.add("suggests");
  box.insertAdjacentElement("afterend", list);
  list.insertAdjacentElement("afterend", said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("autocomplete", "off");

  function close() {
    if (waiting) { window.clearTimeout(waiting); waiting = null; }
    if (asking) { asking.abort(); asking = null; }
    list.hidden = true;
    said.textContent = "";
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(place) {
    at = place;
    Array.prototype.forEach.call(list.children, function (item, number) {
      item.setAttribute("aria-selected", number === at ? "true" : "false");
    });
    if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    close();
    if (option.href) { window.location.assign(option.href); return; }
    box.value = option.label;
    form.requestSubmit();
  }

  function item(option, number) {
    var line = document.createElement("li");
    var more = document.createElement("span");
    line.id = "suggestion-" + number;
    line.setAttribute("role", "option");
    line.textContent = option.label;
    more.className = "suggestions__more";
    more.textContent = option.more;
    line.append(" ", more);
    /* Before the box loses what it is typed in. */
    line.addEventListener("pointerdown", function (event) { event.preventDefault(); });
    line.addEventListener("click", function () { choose(option); });
    return line;
  }

  function show(told) {
    options = told.options;
    list.replaceChildren.apply(list, options.map(item));
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", options.length ? "true" : "false");
    said.textContent = told.said;
    mark(-1);
  }

  function ask() {
    waiting = null;
    if (asking) { asking.abort(); }
    asking = new AbortController();
    fetch(form.dataset.suggest, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      signal: asking.signal,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(new FormData(form)).toString()
    }).then(function (answer) {
      if (!answer.ok) { throw new Error("no answer"); }
      return answer.json();
    }).then(function (told) {
      if (document.activeElement === box) { show(told); }
    }).catch(function (error) {
      if (error.name !== "AbortError") { close(); }
    });
  }

  box.addEventListener("input", function () {
    if (waiting) { window.clearTimeout(waiting); }
    if (box.value.trim().length < 2) { close(); return; }
    waiting = window.setTimeout(ask, 120);
  });
  box.addEventListener("keydown", function (event) {
    if (event.isComposing || list.hidden) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      var step = event.key === "ArrowDown" ? 1 : -1;
      var many = options.length + 1;
      event.preventDefault();
      mark((at + 1 + step + many) % many - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
})();
