import type {ServicePlan} from '../../service/service-plan.js';

/** What the admin asks for. */
export type ServiceWish = {
	readonly kind: 'systemd' | 'cron';
	readonly user?: string;
	readonly group?: string;
	readonly readers?: string;
	/** A store that is moved to where the service keeps its own. */
	readonly from?: string;
	readonly keyFile?: string;
	readonly command?: string;
	readonly log?: 'text' | 'json';
	readonly prometheus?: string;
};

export type PlannedService = {
	readonly plan: ServicePlan;
	/** What is done to the key before the first start. */
	readonly key: 'kept' | 'made' | 'moved';
	/** The store that is moved. */
	readonly from?: string;
	/** What is to be known beside. */
	readonly notes: readonly string[];
};
