import type { PlatformIdentity } from './platform-identity.ts';
import { requestEmailCy } from './request-email-cy.ts';
import { signInEmailCy } from './sign-in/cy-email.ts';
import { signInCy } from './sign-in/cy-pages.ts';
import { signOutCy } from './sign-in/cy-sign-out.ts';
import type { Texts } from './texts.ts';

const forOrganisation = (name: string | undefined) => (name === undefined ? '' : ` ar gyfer ${name}`);

/** Every text that a person reads in a page or an email, in Welsh. */
export const cy: Texts = {
  frame: {
    skip: 'Neidio i’r prif gynnwys',
    languages: 'Iaith',
    links: 'Cymorth a gwybodaeth',
    about: (platform) =>
      `Mae ${platform} yn cadw un cyfrif i bob person, fel bod y gwasanaethau maen nhw’n eu defnyddio yn gwybod pwy ydyn nhw.`,
    help: 'Cael cymorth',
    privacy: 'Preifatrwydd',
    accessibility: 'Datganiad hygyrchedd',
    error: 'Gwall',
    thereIsAProblem: 'Mae problem',
  },
  home: {
    title: 'Tudalen gychwyn',
    invited: 'Os cawsoch wahoddiad i wasanaeth',
    invitedHow: 'Defnyddiwch y ddolen yn yr e-bost a anfonwyd atoch.',
    invitations: 'Ynghylch gwahoddiadau',
    developers: 'Os ydych yn rhedeg gwasanaeth',
    documentation: 'Sut mae gwasanaethau’n defnyddio’r platfform hwn (i ddatblygwyr, yn Saesneg)',
    mailbox: 'Negeseuon e-bost y mae’r platfform hwn wedi’u cadw (blwch post, yn Saesneg)',
  },
  noLink: {
    title: 'Defnyddiwch y ddolen yn eich e-bost',
    how: 'I dderbyn gwahoddiad, agorwch y ddolen yn yr e-bost a anfonwyd atoch. Mae cod y bydd ei angen arnoch yn yr e-bost hefyd.',
    lost: 'Os na allwch ddod o hyd i’r e-bost, edrychwch yn eich ffolder sbam neu sothach. Os nad yw yno, gofynnwch i’r person a’ch gwahoddodd wneud hynny eto.',
    home: 'Mynd i’r dudalen gychwyn',
  },
  register: {
    titleOne: 'Derbyn eich gwahoddiad',
    titleMany: 'Derbyn eich gwahoddiadau',
    invitedOne: 'Rydych wedi cael gwahoddiad i ddefnyddio:',
    invitedMany: (count) => `Mae gennych ${count} gwahoddiad`,
    howToChoose:
      'Tynnwch y tic oddi wrth unrhyw rai nad ydych eu heisiau. Pan fyddwch yn derbyn, caiff pob gwahoddiad heb dic ei wrthod.',
    forOrganisation: (name) => `ar gyfer ${name}`,
    by: (time) => `Derbyniwch erbyn ${time}. Ar ôl hynny bydd angen e-bost newydd arnoch.`,
    details: 'Eich manylion',
    checkName: 'Gwiriwch fod eich enw’n gywir. Newidiwch ef os nad yw.',
    firstName: 'Enw cyntaf',
    lastName: 'Cyfenw',
    code: 'Cod dilysu',
    codeHint: 'Yr 8 nod yn yr e-bost a ddaeth â chi yma',
    acceptOne: (service) => `Derbyn gwahoddiad i ${service}`,
    acceptMany: 'Derbyn y gwahoddiadau sydd â thic',
    unexpected:
      'Os nad oeddech yn disgwyl gwahoddiad, caewch y dudalen hon. Ni chaiff dim ei dderbyn nes i chi ddewis y botwm.',
    decline: 'Gwrthod',
    declineWhat: (service, organisation) => `y gwahoddiad i ${service}${forOrganisation(organisation)}`,
  },
  faults: {
    firstNameMissing: 'Rhowch eich enw cyntaf',
    firstNameLong: (most) => `Rhaid i’ch enw cyntaf fod yn ${most} nod neu lai`,
    firstNameControls: 'Ni all eich enw cyntaf gynnwys toriadau llinell na nodau rheoli eraill',
    lastNameMissing: 'Rhowch eich cyfenw',
    lastNameLong: (most) => `Rhaid i’ch cyfenw fod yn ${most} nod neu lai`,
    lastNameControls: 'Ni all eich cyfenw gynnwys toriadau llinell na nodau rheoli eraill',
    codeMissing: 'Rhowch y cod dilysu o’r e-bost',
    codeWrong: 'Nid yw’r cod dilysu’n gywir: edrychwch ar yr e-bost diweddaraf a anfonwyd atoch',
    codeLast: (until) =>
      `Nid yw’r cod dilysu’n gywir, a dyna oedd y cynnig olaf am y tro. Gallwch roi cynnig arall arni ar ôl ${until}`,
    noneTicked: 'Dewiswch y gwahoddiadau rydych am eu derbyn',
    withdrawn: 'Mae’r hyn a ddewiswyd gennych wedi’i dynnu’n ôl. Gwiriwch beth sydd ar ôl cyn derbyn',
  },
  decline: {
    title: 'Gwrthod y gwahoddiad hwn',
    what: 'Rydych ar fin gwrthod eich gwahoddiad i ddefnyddio:',
    consequence:
      'Bydd yn rhaid i’r gwasanaeth a’ch gwahoddodd eich gwahodd eto os byddwch yn newid eich meddwl.',
    others: 'Bydd eich gwahoddiadau eraill yn aros fel y maent.',
    button: 'Gwrthod y gwahoddiad',
    back: 'Mynd yn ôl heb wrthod',
    doneTitle: 'Gwahoddiad wedi’i wrthod',
    done: (service, organisation) =>
      `Rydych wedi gwrthod y gwahoddiad i ${service}${forOrganisation(organisation)}.`,
    toOthers: 'Mynd i’ch gwahoddiadau eraill',
    close: 'Gallwch gau’r dudalen hon.',
  },
  ended: {
    used: 'Rydych eisoes wedi derbyn y gwahoddiad hwn',
    usedHow: 'Mae’r ddolen hon wedi gwneud ei gwaith ac ni ellir ei defnyddio eto.',
    carryOn: 'Ewch i’r gwasanaeth a’ch gwahoddodd i barhau.',
    goTo: (service) => `Parhau i ${service}`,
    accessThere: (service) => `Fel arfer bydd gennych fynediad i ${service} o fewn munud.`,
    revoked: 'Mae’r gwahoddiad hwn wedi’i dynnu’n ôl',
    revokedHow:
      'Nid oes angen i chi ymuno â’r gwasanaeth a’ch gwahoddodd mwyach, felly nid yw’r ddolen hon yn gwneud dim.',
    mistake: 'Os credwch fod hynny’n gamgymeriad, gofynnwch i’r person a’ch gwahoddodd.',
    declined: 'Rydych wedi gwrthod y gwahoddiad hwn',
    declinedHow: 'Ni chafodd dim ei dderbyn, ac nid yw’r ddolen hon yn gwneud dim mwy.',
    changedMind: 'Os ydych wedi newid eich meddwl, gofynnwch i’r person a’ch gwahoddodd wneud hynny eto.',
    superseded: 'Mae gennych gyfrif eisoes',
    supersededHow:
      'Crëwyd cyfrif ar gyfer eich cyfeiriad e-bost ar ôl anfon y ddolen hon, felly nid oes ei hangen arnoch.',
    added:
      'Caiff yr hyn y cawsoch wahoddiad iddo ei ychwanegu at y cyfrif hwnnw. Byddwn yn anfon e-bost atoch amdano.',
  },
  expired: {
    title: 'Mae eich gwahoddiad wedi dod i ben',
    how: 'Nid yw’r ddolen yn yr e-bost yn gweithio mwyach am na chafodd ei defnyddio mewn pryd.',
    hasAccount:
      'Crëwyd cyfrif ar gyfer eich cyfeiriad e-bost ers hynny. Gallwn ychwanegu eich gwahoddiad at y cyfrif hwnnw.',
    noAccount: 'Gallwn anfon dolen a chod newydd i’r cyfeiriad a gafodd y gwahoddiad.',
    add: 'Ei ychwanegu at fy nghyfrif',
    send: 'Anfon e-bost newydd ataf',
  },
  newEmail: {
    title: 'Edrychwch ar eich e-bost',
    sending:
      'Rydym yn anfon dolen a chod newydd i’r cyfeiriad a gafodd y gwahoddiad. Maent yn disodli’r rhai oedd gennych.',
    wait: 'Gall yr e-bost gymryd ychydig funudau i gyrraedd. Os na allwch ei weld, edrychwch yn eich ffolder sbam neu sothach.',
  },
  notFound: {
    title: 'Ni allwn ddod o hyd i’r gwahoddiad hwn',
    newest:
      'Os anfonwyd mwy nag un e-bost atoch, defnyddiwch y ddolen yn yr un diweddaraf. Mae e-bost newydd yn atal y dolenni hŷn rhag gweithio.',
    typed: 'Os gwnaethoch deipio neu ludo’r cyfeiriad gwe, gwiriwch fod y cyfan yno.',
    ask: 'Os nad yw’r ddolen yn gweithio o hyd, gofynnwch i’r person a’ch gwahoddodd wneud hynny eto.',
  },
  locked: {
    title: 'Gormod o godau anghywir',
    heading: 'Rydych wedi rhoi cod anghywir ormod o weithiau',
    until: (time) =>
      `I gadw eich gwahoddiad yn ddiogel, rhaid i chi aros. Gallwch roi cynnig arall arni ar ôl ${time}.`,
    notLost:
      'Nid yw eich gwahoddiad wedi’i golli. Mae’r cod ar linell ar ei ben ei hun yn yr e-bost diweddaraf a anfonwyd atoch.',
    back: 'Mynd yn ôl i’r gwahoddiad',
  },
  welcome: {
    title: 'Gwahoddiad wedi’i dderbyn',
    ready: 'Mae eich cyfrif yn barod',
    next: 'Beth sy’n digwydd nesaf',
    telling:
      'Rydym yn rhoi gwybod i’r gwasanaeth a’ch gwahoddodd. Gallwch fynd ato nawr: fel arfer bydd gennych fynediad o fewn munud.',
    close: 'Gallwch gau’r dudalen hon.',
  },
  problem: {
    failed: 'Mae’n ddrwg gennym, mae problem',
    failedHow: 'Aeth rhywbeth o’i le ar ein hochr ni. Nid yw eich gwahoddiad wedi’i golli.',
    failedNext: 'Rhowch gynnig arall arni ymhen ychydig funudau, o’r ddolen yn eich e-bost.',
    unreadable: 'Ni allem ddarllen yr hyn a anfonodd eich porwr',
    unreadableHow:
      'Os gwnaethoch deipio neu ludo’r cyfeiriad gwe, gwiriwch fod y cyfan yno ac na chafodd dim ei ychwanegu.',
    unreadableNext: 'Os daethoch yma o un o’n tudalennau ni, ewch yn ôl iddi a rhowch gynnig arall arni.',
    notFound: 'Heb ddod o hyd i’r dudalen',
    notFoundHow: 'Os gwnaethoch deipio neu ludo’r cyfeiriad gwe, gwiriwch fod y cyfan yno.',
    notOpened: 'Ni ellir agor y dudalen hon drwy ei chyfeiriad',
    notOpenedHow: 'Byddwch yn dod iddi drwy fotwm ar dudalen arall.',
    busy: 'Gormod o geisiadau',
    busyHow: 'Arhoswch funud, a rhowch gynnig arall arni.',
    reference: 'Os byddwch yn gofyn am gymorth, rhowch y cyfeirnod hwn:',
    toInvitation: 'Mynd yn ôl i’r gwahoddiad',
    toInvitations: 'Ynghylch gwahoddiadau',
  },
  email: {
    hello: (name) => (name === undefined ? 'Helô,' : `Helô ${name},`),
    invitedSubject: (service) => `Mae ${service} wedi eich gwahodd`,
    invited: (service, organisation) =>
      `Mae ${service} wedi eich gwahodd i ddefnyddio ei wasanaeth${forOrganisation(organisation)}.`,
    toAccept: 'I dderbyn, dilynwch y ddolen. Os nad oeddech yn disgwyl hyn, gallwch anwybyddu’r e-bost hwn.',
    accept: 'Derbyn y gwahoddiad',
    codeFollows: 'Gofynnir i chi am y cod dilysu hwn:',
    until: (time) => `Mae’r ddolen yn gweithio tan ${time} (amser y DU). Peidiwch â rhoi’r cod i neb arall.`,
    noButton: (href) => `Os nad yw’r botwm yn gweithio, copïwch y cyfeiriad hwn i’ch porwr: ${href}`,
    givenSubject: (service) => `Rydych wedi cael mynediad i ${service}`,
    given: (service, organisation) =>
      `Rydych wedi cael mynediad i ${service}${forOrganisation(organisation)}. ${service} a ofynnodd am hyn.`,
    nothingToAccept: (service) => `Nid oes angen i chi dderbyn dim. Ewch i ${service} a mewngofnodwch yno.`,
    notGivenSubject: (service) => `Rydych wedi cael gwahoddiad i ${service}`,
    notGiven: (service, organisation) =>
      `Gofynnodd ${service} i chi gael mynediad iddo ar gyfer ${organisation ?? 'eich sefydliad'}. Nid yw’r rheolau ynghylch pwy sy’n cael ei ddefnyddio yno yn caniatáu hynny ar hyn o bryd, felly nid ydych wedi cael mynediad.`,
    shouldHave: (service) => `Os credwch y dylech ei gael, gofynnwch i ${service}.`,
    unexpected: (service) => `Os nad oeddech yn disgwyl hyn, rhowch wybod i ${service}.`,
    sentBy: (platform, service) =>
      service === undefined
        ? `Anfonodd ${platform} yr e-bost hwn.`
        : `Anfonodd ${platform} yr e-bost hwn ar ran ${service}.`,
    help: ({ supportUrl, supportEmail }: PlatformIdentity, service) => {
      if (supportUrl !== undefined && supportEmail !== undefined)
        return `Os oes angen cymorth arnoch, ewch i ${supportUrl} neu ysgrifennwch at ${supportEmail}.`;
      if (supportUrl !== undefined) return `Os oes angen cymorth arnoch, ewch i ${supportUrl}.`;
      if (supportEmail !== undefined) return `Os oes angen cymorth arnoch, ysgrifennwch at ${supportEmail}.`;
      return service === undefined ? undefined : `Os oes angen cymorth arnoch, gofynnwch i ${service}.`;
    },
  },
  signIn: signInCy,
  signInEmail: signInEmailCy,
  requestEmail: requestEmailCy,
  signOut: signOutCy,
};
