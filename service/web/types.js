/**
 * The answer contract (service/contract.py) as this page reads it. Types only.
 *
 * @typedef {"nb" | "nn" | "en"} Language
 * @typedef {"answered" | "partial" | "not_in_report" | "out_of_scope" | "blocked_privacy" | "error"} Status
 * @typedef {[number, number]} Span  Half open, in Unicode code points (not UTF-16 units).
 * @typedef {{role: string | null, sector: string | null, field: string | null}} Group
 * @typedef {{id: string, path: string[]}} SectionRef
 * @typedef {{physical: number | null, printed: string | null}} Page
 *
 * @typedef {object} SourceView
 * @property {string} id
 * @property {"finding" | "quote"} kind
 * @property {string} text
 * @property {string} context
 * @property {string | null} role
 * @property {string | null} sector
 * @property {string | null} field
 * @property {string} report
 * @property {SectionRef} section
 * @property {Page} page
 * @property {number} start
 * @property {number} end
 * @property {Span[]} raw
 * @property {string | null} uncertain
 * @property {string} reference
 *
 * @typedef {"supports" | "illustrates" | "contrasts" | "related"} Relation
 * @typedef {SourceView & {relation: Relation, excerpt: Span[], translation: string | null}} Citation
 * @typedef {{source: SourceView, before: SourceView[], after: SourceView[]}} SourceInContext
 *
 * @typedef {object} Claim
 * @property {string} text
 * @property {Language} language
 * @property {string[]} citations
 * @property {string} block
 * @property {Group[]} groups
 * @property {Group[]} excluded_groups
 * @property {"participants" | "researchers"} holder
 * @property {string | null} about
 * @property {string} strength
 * @property {string | null} strength_words
 *
 * @typedef {object} ReportRef
 * @property {string} id
 * @property {string} version
 * @property {string} title
 * @property {string | null} publisher
 * @property {number | null} year
 * @property {boolean} fictional
 *
 * @typedef {object} ReportCounts
 * @property {Language} language
 * @property {number} sections
 * @property {number} findings
 * @property {number} quotes
 * @property {Record<string, number>} speakers
 * @property {boolean} [barred]  Whether its text is kept from services outside Funn.
 * @typedef {ReportRef & ReportCounts} LoadedReport
 *
 * @typedef {object} Outside  Services that text is sent to.
 * @property {string | null} language_model
 * @property {string | null} embedder
 * @typedef {{reports: LoadedReport[], outside: Outside}} Loaded
 *
 * @typedef {object} Answer
 * @property {Status} status
 * @property {"extractive" | "llm"} mode
 * @property {Language} language
 * @property {string} question
 * @property {string | null} lead
 * @property {string | null} message
 * @property {Claim[]} claims
 * @property {Citation[]} citations
 * @property {string[]} not_covered
 * @property {{section: string, heading: string}[]} nearest
 * @property {string[]} caveats
 * @property {string[]} follow_ups
 * @property {ReportRef[]} reports
 * @property {string | null} fallback_reason
 * @property {string | null} model
 *
 * @typedef {{role: "user" | "assistant", content: string}} Message
 */

export {};
