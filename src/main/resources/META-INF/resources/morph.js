// Changes a page into another by what differs, so that focus, selection and what the reader has
// typed stay, and lets rows glide to their new places.

const GLIDE = { duration: 450, easing: 'cubic-bezier(.2, .7, .2, 1)' };
const FLASH_MS = 1400;

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

/** Makes an element equal to another one; returns the keyed elements (rows, points) that changed. */
export function update(now, wanted) {
  const changed = [];
  if (now.isEqualNode(wanted)) return changed;
  if (stillness.matches) {
    morph(now, wanted, changed);
    return changed;
  }
  const before = [places(now), scores(now)];
  morph(now, wanted, changed);
  glide(before[0], places(now));
  flash(before[1], scores(now));
  return changed;
}

function places(root) {
  const rows = root.querySelectorAll('tr[data-key]');
  return new Map([...rows].map((row) => [row, row.getBoundingClientRect()]));
}

function scores(root) {
  const cells = root.querySelectorAll('tr[data-key] td.score');
  return new Map([...cells].map((cell) => [cell, cell.textContent]));
}

function glide(before, after) {
  const visible = (place) => place.bottom > 0 && place.top < innerHeight;
  for (const [row, place] of after) {
    const was = before.get(row);
    if (!was) {
      if (visible(place)) row.animate([{ opacity: 0 }, { opacity: 1 }], GLIDE);
      continue;
    }
    const way = was.top - place.top;
    if (Math.abs(way) < 1 || !(visible(was) || visible(place))) continue;
    // A row from far away comes from just beyond the edge.
    const from = Math.max(-innerHeight, Math.min(innerHeight, way));
    row.animate([{ transform: `translateY(${from}px)` }, { transform: 'none' }], GLIDE);
  }
}

/** A score that moved shines for a moment; the rest of its row keeps quiet. */
function flash(before, after) {
  for (const [cell, score] of after) {
    if (before.has(cell) && before.get(cell) !== score) {
      cell.animate([{ backgroundColor: 'var(--flash)' }, { backgroundColor: 'transparent' }], FLASH_MS);
    }
  }
}

/** Keyed elements keep their node wherever they move; others go by their place. */
function morphChildren(now, wanted, changed) {
  const keyed = new Map();
  for (const child of now.children) {
    if (child.dataset.key !== undefined) keyed.set(child.dataset.key, child);
  }
  let at = now.firstChild;
  for (const next of wanted.childNodes) {
    const key = next.dataset?.key;
    const match = key === undefined ? (at && alike(at, next) ? at : null) : keyed.get(key);
    if (!match) {
      const fresh = document.importNode(next, true);
      now.insertBefore(fresh, at);
      if (key !== undefined) changed.push(fresh);
      continue;
    }
    keyed.delete(key);
    if (match === at) at = at.nextSibling;
    else moveUp(now, match, at);
    if (!match.isEqualNode(next)) {
      if (key !== undefined) changed.push(match);
      morph(match, next, changed);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/** Moves a child before a sibling above it; what has the focus keeps it. */
function moveUp(parent, child, sibling) {
  if (parent.moveBefore) {
    parent.moveBefore(child, sibling);
  } else if (child.contains(document.activeElement)) {
    // Taken out, it would lose the focus: those that it passes go below it instead.
    const passed = [];
    for (let each = sibling; each !== child; each = each.nextSibling) passed.push(each);
    child.after(...passed);
  } else {
    parent.insertBefore(child, sibling);
  }
}

function alike(a, b) {
  return a.nodeName === b.nodeName && a.dataset?.key === undefined;
}

function morph(now, wanted, changed) {
  if (now.nodeType !== Node.ELEMENT_NODE) {
    now.data = wanted.data;
    return;
  }
  for (const { name } of [...now.attributes]) {
    const theReaders = name === 'open'; // of details, which the server always sends closed
    if (!wanted.hasAttribute(name) && !theReaders) now.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  morphChildren(now, wanted, changed);
}
