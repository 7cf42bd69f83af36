// Small conveniences; every page works without them.
(function () {
  "use strict";

  function typing() { return /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }

  // ---- keys: "/" search, j and k from row to row, Enter opens, x chooses, ? shows them all ----

  var at = -1;
  function rows() { return all("[data-row]").filter(function (row) { return row.getClientRects().length; }); }
  function go(step) {
    var list = rows();
    if (!list.length) { return; }
    list.forEach(function (row) { row.classList.remove("is-at"); });
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list[at].classList.add("is-at");
    list[at].scrollIntoView({ block: "nearest" });
    var link = list[at].querySelector("[data-open]");
    if (link) { link.focus({ preventScroll: true }); }
  }
  document.addEventListener("keydown", function (event) {
    var box = document.getElementById("search-box");
    var help = document.getElementById("keys-help");
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    var isChoice = document.activeElement.type === "checkbox";
    if (typing() && !isChoice) { return; }
    if (event.key === "/" && box) { event.preventDefault(); box.focus(); box.select(); }
    if (event.key === "j") { go(1); }
    if (event.key === "k") { go(-1); }
    if (event.key === "x" && rows()[at]) {
      var choice = rows()[at].querySelector("input[type=checkbox]");
      if (choice) { choice.checked = !choice.checked; count(); }
    }
    if (event.key === "?" && help && help.showModal) { event.preventDefault(); help.showModal(); }
  });
  document.addEventListener("focusin", function (event) {
    var row = event.target.closest && event.target.closest("[data-row]");
    if (row) { at = rows().indexOf(row); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-show-keys], [data-close-dialog]");
    if (!button) { return; }
    var help = document.getElementById("keys-help");
    if (button.hasAttribute("data-show-keys") && help && help.showModal) { event.preventDefault(); help.showModal(); }
    if (button.hasAttribute("data-close-dialog")) { button.closest("dialog").close(); }
  });

  // ---- choosing rows ----

  function count() {
    var shown = document.querySelector("[data-chosen]");
    if (!shown) { return; }
    var n = all("input[name=case][form=bulk-form]:checked").length;
    shown.hidden = !n;
    shown.textContent = shown.dataset.words.replace("{n}", n);
  }
  document.addEventListener("change", function (event) {
    if (event.target.hasAttribute("data-choose-all")) {
      all("input[name=case][form=bulk-form]").forEach(function (box) { box.checked = event.target.checked; });
    }
    if (event.target.closest("form[data-autosend]")) { event.target.form.requestSubmit(); return; }
    count();
  });
  window.addEventListener("pageshow", count);

  // ---- forms ----

  // Press once: a second press while the first is on its way does nothing. A draft that is just being kept is kept
  // first: it would otherwise arrive after the form, and come back the next time as if nothing had been sent.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-again")) { return; }
    if (form.dataset.sent || form.waitsWith) { event.preventDefault(); return; }
    if (form.dataset.keeping) { event.preventDefault(); form.waitsWith = event.submitter || form; return; }
    form.dataset.sent = "1";
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = event.detail.elt;
    if (!form.hasAttribute("data-draft")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.keeping = "1";
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.elt, button = form.waitsWith;
    delete form.dataset.keeping;
    if (!button) { return; }
    delete form.waitsWith;
    if (button === form) { form.requestSubmit(); } else { form.requestSubmit(button); }
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // Which files were chosen, in our own words: the browser's are in the browser's language.
  document.addEventListener("change", function (event) {
    var shown = event.target.type === "file" && event.target.parentNode.querySelector(".mz-file-name");
    if (!shown) { return; }
    var names = Array.prototype.map.call(event.target.files, function (file) { return file.name; });
    shown.textContent = names.join("、") || shown.dataset.none;
  });

  // Buttons that print the page, take a repeated part of a form away, or put a colleague's name into a note.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print], [data-remove], [data-insert]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); return; }
    if (button.hasAttribute("data-insert")) {
      var text = button.closest("form").querySelector("textarea");
      text.value += button.getAttribute("data-insert");
      text.focus();
      return;
    }
    var part = button.closest(button.getAttribute("data-remove"));
    if (part) { part.remove(); }
  });

  // What is half written is kept by the office's own computer, sealed, a moment after the last key: the server keeps it
  // (desk/views/drafts.py). Identity and account numbers, passwords and files are never sent there.
  document.addEventListener("htmx:configRequest", function (event) {
    if (!event.detail.elt.hasAttribute("data-draft")) { return; }
    all("[data-private], [type=password], [type=file]", event.detail.elt).forEach(function (field) {
      event.detail.formData.delete(field.name);
    });
  });
})();
