import type { Contract } from '@oidc-admin/contract';
import type { Fault } from '@oidc-admin/mock';
import type { VariantMutants } from './variantMutant.ts';
import { allParents } from './variants/allParents.ts';
import { answeredOtherwise } from './variants/answeredOtherwise.ts';
import { besideAlternatives } from './variants/besideAlternatives.ts';
import { bodyFirst } from './variants/bodyFirst.ts';
import { changedInLists } from './variants/changedInLists.ts';
import { comingBack } from './variants/comingBack.ts';
import { comparedFirst } from './variants/comparedFirst.ts';
import { conditions } from './variants/conditions.ts';
import { countedReads } from './variants/countedReads.ts';
import { deletedParents } from './variants/deletedParents.ts';
import { filters } from './variants/filters.ts';
import { headRequests } from './variants/headRequests.ts';
import { hiddenByOthers } from './variants/hiddenByOthers.ts';
import { httpBodies } from './variants/httpBodies.ts';
import { insideObjects } from './variants/insideObjects.ts';
import { keptSwitches } from './variants/keptSwitches.ts';
import { keptTexts } from './variants/keptTexts.ts';
import { keysInAnyCase } from './variants/keysInAnyCase.ts';
import { lists } from './variants/lists.ts';
import { locations } from './variants/locations.ts';
import { logOffOfOthers } from './variants/logOffOfOthers.ts';
import { looseContents } from './variants/looseContents.ts';
import { looseMediaTypes } from './variants/looseMediaTypes.ts';
import { loosePatterns } from './variants/loosePatterns.ts';
import { looseProofs } from './variants/looseProofs.ts';
import { manySessions } from './variants/manySessions.ts';
import { mergedKeys } from './variants/mergedKeys.ts';
import { mergedParts } from './variants/mergedParts.ts';
import { misreadTexts } from './variants/misreadTexts.ts';
import { nearKeys } from './variants/nearKeys.ts';
import { otherMethod } from './variants/otherMethod.ts';
import { otherSessions } from './variants/otherSessions.ts';
import { pageLinks } from './variants/pageLinks.ts';
import { pages } from './variants/pages.ts';
import { rememberedReads } from './variants/rememberedReads.ts';
import { renamedByBody } from './variants/renamedByBody.ts';
import { savedPartly } from './variants/savedPartly.ts';
import { separateEqual } from './variants/separateEqual.ts';
import { serverMadeMoves } from './variants/serverMadeMoves.ts';
import { tags } from './variants/tags.ts';
import { takenFirst } from './variants/takenFirst.ts';
import { urlsSavedAnyway } from './variants/urlsSavedAnyway.ts';

const variants: readonly VariantMutants[] = [
  keptTexts,
  separateEqual,
  serverMadeMoves,
  otherMethod,
  looseProofs,
  httpBodies,
  nearKeys,
  loosePatterns,
  bodyFirst,
  logOffOfOthers,
  comingBack,
  keysInAnyCase,
  lists,
  allParents,
  pageLinks,
  pages,
  filters,
  besideAlternatives,
  answeredOtherwise,
  headRequests,
  locations,
  conditions,
  tags,
  looseMediaTypes,
  insideObjects,
  deletedParents,
  mergedParts,
  countedReads,
  keptSwitches,
  looseContents,
  otherSessions,
  savedPartly,
  takenFirst,
  changedInLists,
  comparedFirst,
  hiddenByOthers,
  mergedKeys,
  manySessions,
  misreadTexts,
  rememberedReads,
  renamedByBody,
  urlsSavedAnyway,
];

/** Servers that break a clause in one narrow way, called `break:`, the clause's id, and the way behind a slash. */
export function variantMutantsOf(contract: Contract): readonly Fault[] {
  return variants
    .flatMap((made) => made(contract))
    .map(({ clause, name, says, operation, hooks }): Fault => {
      const own = operation === undefined || clause.operation === operation;
      return {
        name: `break:${clause.id}/${name}${own ? '' : `.${operation}`}`,
        description: says,
        breaks: [clause.id],
        ...(operation === undefined ? {} : { operation }),
        ...hooks,
      };
    });
}
