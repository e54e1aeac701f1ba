/**
 * English names of the roles, sectors and fields that reports speak of, by how the service writes
 * them. Kept equal to service/vocabulary/groups.toml by tests/web/test_terms.py.
 */

/** @import { Group, Language, SourceView } from "./types.js" */

/** @type {Record<string, string>} */
const ROLES = {
  "fastlege": "GP",
  "lege": "doctor",
  "psykiater": "psychiatrist",
  "sykepleier": "nurse",
  "helsesykepleier": "public health nurse",
  "jordmor": "midwife",
  "psykolog": "psychologist",
  "helsefagarbeider": "healthcare assistant",
  "vernepleier": "social educator",
  "tannlege": "dentist",
  "farmasøyt": "pharmacist",
  "fysioterapeut": "physiotherapist",
  "kiropraktor": "chiropractor",
  "ergoterapeut": "occupational therapist",
  "helsesekretær": "medical secretary",
  "bioingeniør": "biomedical laboratory scientist",
  "radiograf": "radiographer",
  "ambulansearbeider": "paramedic",
  "pasient": "patient",
  "pårørende": "next of kin",
  "innbygger": "citizen",
  "lærer": "teacher",
  "rektor": "head teacher",
  "elev": "pupil",
  "student": "student",
  "forelder": "parent",
  "barn": "child",
  "barnehagelærer": "kindergarten teacher",
  "assistent": "assistant",
  "spesialpedagog": "special education teacher",
  "leder": "manager",
  "saksbehandler": "case worker",
  "sosialarbeider": "social worker",
  "arbeidsgiver": "employer",
  "politiker": "politician",
  "politi": "police officer",
  "forsker": "researcher",
  "bonde": "farmer",
  "frivillig": "volunteer",
  "flyktning": "refugee",
};

/** @type {Record<string, string>} */
const SECTORS = {
  "kommune": "municipality",
  "helseforetak": "hospital trust",
  "skole": "school",
  "barnehage": "kindergarten",
  "barnevern": "child welfare service",
  "nav": "NAV",
  "stat": "central government",
  "privat": "private sector",
  "universitet": "university",
};

/** @type {Record<string, string>} */
const FIELDS = {
  "psykisk helse": "mental health",
  "somatikk": "somatic care",
  "rus": "addiction care",
};

/** @param {Record<string, string>} names @param {string | null} term @param {Language} language */
function name(names, term, language) {
  if (!term || language !== "en") return term;
  return Object.hasOwn(names, term) ? names[term] : term;
}

/** "sykepleier, kommune"; empty when nothing is known. @param {Group | SourceView} group @param {Language} language */
export function groupName(group, language) {
  return [
    name(ROLES, group.role, language),
    name(SECTORS, group.sector, language),
    name(FIELDS, group.field, language),
  ].filter(Boolean).join(", ");
}

/** A role alone, or a sector or field where the term is one. @param {string} term @param {Language} language */
export function termName(term, language) {
  if (language !== "en") return term;
  return name({ ...FIELDS, ...SECTORS, ...ROLES }, term, language) ?? term;
}
