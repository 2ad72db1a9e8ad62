"""The look of a card in Anki: a serif question, a plain answer, one accent; light and dark as the app says."""

from datetime import UTC, datetime

LOOK_CHANGED_AT = datetime(2026, 11, 27, tzinfo=UTC)
"""When CSS or templates last changed: raise it with each change, for Anki takes over a look only if it is newer."""

CSS = """\
/* No colours on .card: Anki's own paper and ink, by day and by night. */
.card {
  max-width: 38rem;
  margin: 0 auto;
  padding: 1rem;
  font-family: "Atkinson Hyperlegible Next", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-size: 20px;
  line-height: 1.5;
  text-align: left;
}
.mobile .card, .card.mobile { font-size: 18px; padding: 0.5rem; }

.question {
  font-family: "Source Serif 4", "Iowan Old Style", Palatino, Georgia, serif;
  font-size: 1.5em;
  line-height: 1.25;
}
.mobile .question { font-size: 1.3em; }

hr { height: 0; margin: 1.25rem 0; border: 0; border-top: 1px solid; opacity: 0.25; }

.answer { padding-left: 1rem; border-left: 3px solid #0b6e63; color: #0b6e63; }
.nightMode .answer, .night_mode .answer { border-left-color: #6fc9b5; color: #6fc9b5; }

ul { margin: 0; padding-left: 1.1em; }
li + li { margin-top: 0.2em; }
.detail { font-size: 0.8em; opacity: 0.85; }
.detail::before { content: "· "; }

.picture { margin-top: 1.25rem; text-align: center; }
.picture img { max-width: 100%; max-height: 70vh; height: auto; padding: 8px; background: #fff; border-radius: 8px; }
.nightMode .picture img, .night_mode .picture img { background: #e9e6df; }

.remarks > ul, .sources > ul { list-style: none; padding-left: 0; }
.remarks { margin-top: 1.25rem; font-size: 0.85em; }
.contested { color: #a3271f; }
.nightMode .contested, .night_mode .contested { color: #ff9c8f; }

.sources { margin-top: 1.25rem; font-size: 0.7em; opacity: 0.8; }
.sources .topic { font-style: italic; }
"""
