'use strict';
// The page is complete without this script: it adds filters, copying, and opening what a link leads to.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const filters = document.querySelector('#filters');

const applyFilters = () => {
  const statuses = new Set(all('[name=status]:checked', filters).map((box) => box.value));
  const binding = filters.elements.binding.value;
  const wanted = filters.elements.text.value.trim().toLowerCase();
  let count = 0;
  for (const clause of all('.clause')) {
    const shown =
      statuses.has(clause.dataset.status) &&
      (binding === '' || clause.dataset.binding === binding) &&
      (wanted === '' || clause.textContent.toLowerCase().includes(wanted));
    clause.toggleAttribute('data-hidden', !shown);
    if (shown) count += 1;
  }
  for (const cell of all('.cell'))
    cell.toggleAttribute('data-hidden', cell.querySelector('.clause:not([data-hidden])') === null);
  for (const problem of all('.problems li'))
    problem.toggleAttribute('data-hidden', !statuses.has(problem.dataset.status));
  filters.elements.count.value = `${count} clauses`;
};

const reveal = (element) => {
  for (let place = element; place !== null; place = place.parentElement) {
    if (place instanceof HTMLDetailsElement) place.open = true;
    place.removeAttribute('data-hidden');
  }
  element.scrollIntoView();
};

const followHash = () => {
  const element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (element !== null) reveal(element);
};

const copy = async (text, code) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page from a file may not use the clipboard by itself in every browser.
    getSelection().selectAllChildren(code);
    document.execCommand('copy');
  }
};

for (const figure of all('.reproduce')) {
  const code = figure.querySelector('code');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await copy(code.textContent, code);
    button.textContent = 'Copied';
  });
  figure.querySelector('figcaption').append(button);
}

// The first page of a long report has no clauses to filter.
if (filters !== null) {
  filters.hidden = false;
  filters.addEventListener('input', applyFilters);
  filters.addEventListener('submit', (event) => event.preventDefault());
  filters.elements.open.addEventListener('click', () => {
    for (const clause of all('.clause[data-status=failed]:not([data-hidden])')) {
      clause.open = true;
      clause.closest('.cell').open = true;
    }
  });
  applyFilters();
}
addEventListener('hashchange', followHash);
followHash();
