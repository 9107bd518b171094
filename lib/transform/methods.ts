import type { Method } from '../schema/method.ts';
import { accountViewsMethod } from './account/account-views.ts';
import { changeMethod } from './account/change.ts';
import { decreaseMethod } from './account/decrease.ts';
import { backtestMethod, forecastMethod } from './account/forecast.ts';
import { forecastScoreMethod } from './account/forecast-score.ts';
import { windowGrowthMethod } from './account/growth.ts';
import { milestoneMethod } from './account/milestone.ts';
import { reachMethod } from './account/reach.ts';
import { unusualMethod } from './account/unusual.ts';
import { dayGrid } from './daily.ts';
import { postMethods } from './post-tables.ts';
import { benchmarkMethod } from './set/benchmark.ts';
import { compareMethod } from './set/compare.ts';
import { shareOfVoiceMethod } from './set/share-of-voice.ts';
import { summaryMethod } from './summary.ts';

const accountMethods: readonly Method[] = [
  dayGrid,
  windowGrowthMethod,
  decreaseMethod,
  reachMethod,
  accountViewsMethod,
  forecastMethod,
  backtestMethod,
  forecastScoreMethod,
  milestoneMethod,
  unusualMethod,
  changeMethod,
  summaryMethod,
];

const setMethods: readonly Method[] = [shareOfVoiceMethod, compareMethod, benchmarkMethod];

/** How every derived number is computed, in the order in which the methods page prints them. */
export const methods: readonly Method[] = [...accountMethods, ...postMethods, ...setMethods];
