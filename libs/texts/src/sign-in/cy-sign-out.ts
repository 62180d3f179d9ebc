import type { signOutEn } from './en-sign-out.ts';

/** The same in Welsh. */
export const signOutCy: typeof signOutEn = {
  ask: 'Ydych chi am allgofnodi?',
  askWhat: 'Byddwch yn cael eich allgofnodi o bob gwasanaeth y gwnaethoch fewngofnodi iddo yn y porwr hwn.',
  yes: 'Allgofnodi',
  stay: 'Os ydych am aros wedi’ch mewngofnodi, caewch y dudalen hon.',
  done: 'Rydych wedi allgofnodi',
  doneWhat: 'Gallwch gau’r dudalen hon.',
  fault: 'Ni allwch fewngofnodi fel hyn',
  faultWhat:
    'Gofynnodd y gwasanaeth a’ch anfonodd yma am rywbeth na chaiff ofyn amdano, neu mae’r cais wedi dod i ben.',
  faultHow:
    'Ewch yn ôl i’r gwasanaeth a rhowch gynnig arall arni. Os daw’r dudalen hon eto, dywedwch wrth y gwasanaeth.',
  unreadable: 'Ni allwch allgofnodi fel hyn',
  unreadableHow:
    'Rydych wedi’ch mewngofnodi fel o’r blaen. Ewch yn ôl i’r gwasanaeth, neu caewch eich porwr i allgofnodi.',
  help: (email: string) => `Os oes angen help arnoch, ysgrifennwch at ${email}.`,
};
