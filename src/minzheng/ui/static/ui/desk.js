// Small conveniences; every page works without them.
(function () {
  "use strict";

  // "/" puts the cursor into the search box, unless someone is typing.
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    var box = document.getElementById("search-box");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  // Press once: a second press while the first is on its way does nothing.
  document.addEventListener("submit", function (event) {
    if (event.target.method !== "post" || event.target.hasAttribute("hx-post")) { return; }
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    if (event.target.dataset.draft) { sessionStorage.removeItem(draftOf(event.target)); }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // Which files were chosen, in our own words: the browser's are in the browser's language.
  document.addEventListener("change", function (event) {
    var shown = event.target.type === "file" && event.target.parentNode.querySelector(".mz-file-name");
    if (!shown) { return; }
    var names = Array.prototype.map.call(event.target.files, function (file) { return file.name; });
    shown.textContent = names.join("、") || shown.dataset.none;
  });

  // Buttons that print the page or take a repeated part of a form away.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print], [data-remove]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); return; }
    var part = button.closest(button.getAttribute("data-remove"));
    if (part) { part.remove(); }
  });

  // What is half written in a marked form is kept on this computer until it is sent or 12 hours old.
  // Identity and account numbers, passwords and files are never kept.
  function draftOf(form) { return "minzheng-draft:" + form.dataset.draft; }
  function kept(field) {
    return field.name && field.name !== "csrfmiddlewaretoken" && !field.hasAttribute("data-private") &&
      ["file", "password", "hidden"].indexOf(field.type) < 0;
  }
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!form || !form.dataset.draft) { return; }
    var values = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!kept(field)) { return; }
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) { (values[field.name] = values[field.name] || []).push(field.value); }
      } else { values[field.name] = field.value; }
    });
    sessionStorage.setItem(draftOf(form), JSON.stringify({ at: Date.now(), values: values }));
  });
  document.querySelectorAll("form[data-draft]:not([data-bound])").forEach(function (form) {
    var draft = JSON.parse(sessionStorage.getItem(draftOf(form)) || "null");
    if (!draft || Date.now() - draft.at > 12 * 3600 * 1000) { return; }
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!kept(field) || !(field.name in draft.values)) { return; }
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = draft.values[field.name].indexOf(field.value) >= 0;
      } else { field.value = draft.values[field.name]; }
    });
    var note = form.querySelector("[data-draft-note]");
    if (note) { note.hidden = false; }
  });
})();
