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
  "veterinær": "veterinarian",
  "terapeut": "therapist",
  "miljøterapeut": "milieu therapist",
  "bruker": "service user",
  "beboer": "resident",
  "innbygger": "citizen",
  "lærer": "teacher",
  "rektor": "head teacher",
  "elev": "pupil",
  "student": "student",
  "forelder": "parent",
  "barn": "child",
  "ungdom": "young person",
  "eldre": "older person",
  "pedagog": "educator",
  "lærling": "apprentice",
  "barnehagelærer": "kindergarten teacher",
  "assistent": "assistant",
  "spesialpedagog": "special education teacher",
  "leverandør": "vendor",
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
  "rådgiver": "adviser",
  "barnevernsarbeider": "child welfare worker",
  "tillitsvalgt": "union representative",
  "embetsmann": "civil servant",
  "fengselsbetjent": "prison officer",
  "innsatt": "inmate",
  "jurist": "lawyer",
  "dommer": "judge",
  "fisker": "fisher",
  "reindriftsutøver": "reindeer herder",
  "it-ansatt": "IT worker",
  "ingeniør": "engineer",
  "økonom": "economist",
  "journalist": "journalist",
  "prest": "priest",
  "bibliotekar": "librarian",
  "innvandrer": "immigrant",
  "tolk": "interpreter",
  "sjåfør": "driver",
  "hotellansatt": "hotel or restaurant worker",
  "butikkansatt": "shop worker",
  "industriarbeider": "industrial worker",
  "håndverker": "craftsperson",
  "renholder": "cleaner",
  "vekter": "security guard",
  "brannkonstabel": "firefighter",
  "soldat": "soldier",
  "gründer": "entrepreneur",
  "arbeidsledig": "unemployed person",
  "trener": "coach",
  "planlegger": "planner",
  "utbygger": "property developer",
  "søker": "applicant",
  "nabo": "neighbour",
  "entreprenør": "building contractor",
  "arkitekt": "architect",
  "tilsynsfører": "inspector",
  "toller": "customs officer",
  "passasjer": "passenger",
  "trafikant": "road user",
  "kursdeltaker": "course participant",
  "kursholder": "instructor",
  "kunde": "customer",
  "fornærmet": "crime victim",
  "kunstner": "artist",
};

/** @type {Record<string, string>} */
const SECTORS = {
  "apotek": "pharmacy",
  "kommune": "municipality",
  "helseforetak": "hospital trust",
  "skole": "school",
  "barneskole": "primary school",
  "ungdomsskole": "lower secondary school",
  "videregående skole": "upper secondary school",
  "barnehage": "kindergarten",
  "barnevern": "child welfare service",
  "nav": "NAV",
  "stat": "central government",
  "privat": "private sector",
  "universitet": "university",
  "fylkeskommune": "county authority",
  "frivillig sektor": "voluntary sector",
  "kriminalomsorg": "prison service",
  "domstol": "court",
  "plan og bygg": "planning department",
  "landbruk": "agriculture",
  "politi": "the police",
  "samferdsel": "transport",
  "voksenopplæring": "adult education",
  "helsestasjon": "child health centre",
  "brannvesen": "fire service",
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
