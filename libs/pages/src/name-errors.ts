import { isBlank, isPlainText } from '@gatehouse/contracts';
import type { Texts } from '@gatehouse/texts';
import type { FormErrors } from './form-errors.ts';

const NAME_MAX = 255;

/** A sentence for each faulty name of a form on which a person becomes a user; the limits are those of a request. */
export function nameErrors(
  { givenName, familyName }: { givenName: string; familyName: string },
  { faults }: Texts,
): FormErrors<'givenName' | 'familyName'> {
  const faultOf = (name: string, missing: string, long: string, controls: string) => {
    if (isBlank(name)) return missing;
    if (name.length > NAME_MAX) return long;
    return isPlainText(name) ? undefined : controls;
  };
  const { firstNameMissing, firstNameLong, firstNameControls } = faults;
  const { lastNameMissing, lastNameLong, lastNameControls } = faults;
  return {
    givenName: faultOf(givenName, firstNameMissing, firstNameLong(NAME_MAX), firstNameControls),
    familyName: faultOf(familyName, lastNameMissing, lastNameLong(NAME_MAX), lastNameControls),
  };
}
