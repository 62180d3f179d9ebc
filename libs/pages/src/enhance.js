// The pages work without this. With it, the error summary takes the focus and a second click does not submit again.
import { Button, createAll, ErrorSummary } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
createAll(ErrorSummary);
createAll(Button, { preventDoubleClick: true });

// A page that waits looks again by itself: without scripts its `meta` does so, which screen readers dislike.
const lookAgain = document.querySelector('[data-look-again-seconds]');
if (lookAgain) setTimeout(() => location.reload(), lookAgain.dataset.lookAgainSeconds * 1000);
