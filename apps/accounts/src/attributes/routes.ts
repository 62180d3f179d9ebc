import type { Route } from '@gatehouse/http';
import { deleteAttributeRoute } from './delete-attribute.route.ts';
import { type AttributesDependencies, getAttributesRoute } from './get-attributes.route.ts';
import { listAttributesRoute } from './list-attributes.route.ts';
import { type PatchAttributesDependencies, patchAttributesRoute } from './patch-attributes.route.ts';
import { type ManageAttributesDependencies, putAttributeRoute } from './put-attribute.route.ts';

export type AttributeRoutesDependencies = AttributesDependencies &
  PatchAttributesDependencies &
  ManageAttributesDependencies;

/** The endpoints of attributes. */
export function attributeRoutes(dependencies: AttributeRoutesDependencies): Route[] {
  return [
    getAttributesRoute(dependencies),
    patchAttributesRoute(dependencies),
    listAttributesRoute(dependencies),
    putAttributeRoute(dependencies),
    deleteAttributeRoute(dependencies),
  ];
}
