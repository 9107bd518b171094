// The public library: one line a module, in the order of the flow.

// what everything speaks of
export { isTableName, type Row, type TableName, tableNames, tables } from './schema/index.ts';
export type { ColumnKind } from './schema/column.ts';
export { type Column, columnsOf, type Layer, type TableSpec } from './schema/table.ts';
export type { Capture, CaptureKind, FileCapture } from './schema/capture.ts';
export type { Draft, Rejection, SourceRow } from './schema/draft.ts';
export { defaultTiers, type Tier, tierOf } from './schema/tier.ts';
export { type Outcome, outcomes } from './schema/outcome.ts';
export { simulatedPrefix } from './schema/provenance.ts';
export type { AlertRule, Annotation, WatchEntry } from './schema/watchlist.ts';
export { ClipbookError, type ExitCode, InputError, LedgerError } from './errors.ts';
export { type Effects, liveEffects, seededRandom, simulatedEffects } from './effects.ts';
export { readSettings, type SettingName, type Settings, settingSpecs } from './config.ts';
export {
  addDays,
  dayIn,
  daysBetween,
  daysFrom,
  endOfDay,
  instantOf,
  msOf,
  startOfDay,
  utcDayOf,
} from './calendar.ts';
export { readCount, unwrapLikes, webStep } from './counts.ts';
export * as format from './format.ts';
export { type Quantity, withUnit } from './format.ts';
export * as stats from './stats.ts';

// collect
export { createGetter, type Getter, type GetterOptions, type GetterSettings } from './collect/getter.ts';
export { FetchError, type RetryPolicy } from './collect/fetch-error.ts';
export { collectAccount } from './collect/account.ts';
export { collectCreatorEmbed } from './collect/creator-embed.ts';
export { collectPost } from './collect/post.ts';
export { collectPostEmbed } from './collect/post-embed.ts';
export { collectHashtag, collectHashtagEmbed } from './collect/hashtag.ts';
export { collectSound, collectSoundEmbed } from './collect/sound.ts';
export { collectOembed } from './collect/oembed.ts';
export { createDisplayApi, type DisplayApi, displayOwners } from './collect/display-api.ts';
export { createResearchApi, type ResearchApi } from './collect/research-api.ts';

// clean, validate
export { recogniseBlock } from './clean/challenge.ts';
export { type Cleaned, cleanCapture } from './clean/capture.ts';
export { type Verdict, validateDraft } from './validate/row.ts';
export {
  type Finding,
  type FindingRuleId,
  findingRules,
  type RuleId,
  ruleGroups,
  rules,
} from './validate/rules.ts';

// store
export { type Columns, type ReadOptions, readColumns, readTable } from './store/tables.ts';
export { readAnnotations, readRules, readWatchlist } from './store/lists.ts';
export { listPublishedFiles, type PublishedFile, readPublishedFile } from './store/published.ts';
export { recordReads } from './store/reads.ts';
export type { Reads, TableRead } from './schema/reads.ts';
export { readState, type Run } from './store/state.ts';

// transform
export { accountDaily } from './transform/daily.ts';
export {
  type Growth,
  type GrowthOptions,
  type GrowthPoint,
  growthOver,
} from './transform/account/growth-over.ts';
export { type WindowGrowth, windowGrowth } from './transform/growth.ts';
export {
  type FollowersDay,
  type FollowersForecast,
  forecastFollowers,
  type ModelForecast,
} from './transform/forecast/forecast-followers.ts';
export { type UnusualDay, unusualDays } from './transform/unusual/days.ts';
export type { NetDay } from './transform/unusual/series.ts';
export { type LevelShift, levelShifts } from './transform/unusual/shifts.ts';
export { type Standing, standingOf } from './transform/set/benchmark.ts';
export { type Gain, type Share, sharesOfGains } from './transform/set/share-of-voice.ts';
export { checkWeek, usualWeeksNeeded, type WeekCheck } from './transform/usual-week.ts';
export { type BestTime, bestTime, type TimeCell } from './transform/account/best-time.ts';
export { type Cadence, postingCadence } from './transform/account/cadence.ts';
export { type Concentration, viewConcentration } from './transform/account/concentration.ts';
export { type EngagementRate, engagementRate, type RatePost } from './transform/account/engagement-rate.ts';
export { type PostAtAge, type PostComparison, unusualPosts } from './transform/post/unusual-posts.ts';
export { type ViewCurve, viewCurve } from './transform/post/view-curve.ts';
export { type CountsAtAge, postAtAge } from './transform/post/at-age.ts';
export { methods } from './transform/methods.ts';
export { type Method, methodName } from './schema/method.ts';
export { type Derived, type TransformInputs, transformAll } from './transform/all.ts';

// chart
export type { Chart, ChartColumn, ChartTable, Place } from './chart/chart.ts';
export { lineChart } from './chart/line.ts';
export { areaChart } from './chart/area.ts';
export { calendarHeatmap } from './chart/calendar-heatmap.ts';
export { dayHourHeatmap } from './chart/day-hour-heatmap.ts';
export { hourHeatmap } from './chart/hour-heatmap.ts';
export { fanChart } from './chart/fan.ts';
export { growthCurves } from './chart/growth-curves.ts';
export { deltaChart } from './chart/delta.ts';
export { barChart } from './chart/bar.ts';
export { smallMultiples } from './chart/small-multiples.ts';
export { sparkline } from './chart/sparkline.ts';
export { type ScatterOptions, scatter } from './chart/scatter.ts';
export { type DistributionOptions, distribution } from './chart/distribution.ts';
export { type RankOptions, rankChart } from './chart/rank.ts';
export { type SlopeOptions, type SlopeRow, slopeChart } from './chart/slope.ts';
export { type TableColumn, type TableOptions, table } from './chart/table.ts';
export { type PlotMeta, type PlotWish, plot } from './chart/plot.ts';
export { encodePlaces } from './chart/tips.ts';
export type { ChartSite, ChartsTask, ShownChart } from './chart/files.ts';
export { previewSize } from './chart/picture.ts';
export { renderPlot } from './chart/svg.ts';

// inputs of reports
export {
  type Alternatives,
  type Choice,
  range,
  type Search,
  search,
  select,
  toggle,
} from './notebook/inputs.ts';

// publish
export { evaluateAlerts } from './publish/alerts.ts';

// query, export
export { type QueryOptions, query, queryStream } from './pipeline/query.ts';
export type { QueryResult, QueryStream } from './query/engine.ts';
export { type ExportOptions, type ExportSummary, exportTables } from './pipeline/export.ts';

// the steps joined
export { type CollectOptions, type CollectSummary, collect } from './pipeline/collect.ts';
export { type PlanSummary, planOnly } from './pipeline/dry-run.ts';
export { type ImportSummary, importFiles } from './pipeline/import.ts';
export { type CheckSummary, check } from './pipeline/check.ts';
export { type ArchiveOptions, type ArchiveSummary, archive, undoArchive } from './pipeline/archive.ts';
export { type MigrateSummary, migrate } from './pipeline/migrate.ts';
export { type SyncSummary, sync } from './pipeline/sync.ts';
export {
  type BackupOptions,
  type BackupSummary,
  createBackup,
  listBackups,
  pruneBackups,
  verifyBackups,
} from './pipeline/backup.ts';
export { type RestoreOptions, type RestoreSummary, restoreBackup } from './pipeline/restore.ts';
export { type TransformSummary, transform } from './pipeline/transform.ts';
export { type PublishSummary, publish } from './pipeline/publish.ts';
