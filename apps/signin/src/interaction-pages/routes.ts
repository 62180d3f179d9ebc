import type { Route } from '@gatehouse/http';
import { giveAddressRoute, showAddressRoute } from './address.route.ts';
import { giveCodeRoute, sendAgainRoute, showCodeRoute } from './code.route.ts';
import { comeFromProviderRoute } from './come-from-provider.route.ts';
import type { PagesDependencies } from './dependencies.ts';
import { goToProviderRoute } from './go-to-provider.route.ts';
import { anotherPersonRoute, goBackRoute } from './leave.route.ts';
import { giveNamesRoute, showNamesRoute, waitRoute } from './names.route.ts';
import { chooseOrganisationRoute, showOrganisationsRoute } from './organisation.route.ts';

/** The pages on which people sign in. */
export function interactionRoutes(dependencies: PagesDependencies): Route[] {
  return [
    comeFromProviderRoute(dependencies),
    goToProviderRoute(dependencies),
    showAddressRoute(dependencies),
    giveAddressRoute(dependencies),
    showCodeRoute(dependencies),
    giveCodeRoute(dependencies),
    sendAgainRoute(dependencies),
    showNamesRoute(dependencies),
    giveNamesRoute(dependencies),
    waitRoute(dependencies),
    showOrganisationsRoute(dependencies),
    chooseOrganisationRoute(dependencies),
    anotherPersonRoute(dependencies),
    goBackRoute(dependencies),
  ];
}
