// The pages work without this. With it, the error summary takes the focus and a second click does not submit again.
import { Button, createAll, ErrorSummary } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
createAll(ErrorSummary);
createAll(Button, { preventDoubleClick: true });
