import type {ServicePlan} from '../../source/service/service-plan.js';

export const plan: ServicePlan = {
	version: '1.2.3',
	systemd: 252,
	program: ['/usr/bin/node', '/usr/lib/node_modules/mailgrant/dist/mailgrant.js'],
	user: 'mailgrant',
	group: 'mailgrant',
	store: {directory: '/var/lib/mailgrant', isState: true},
	credential: {name: 'mailgrant-key', file: '/etc/mailgrant/key', isEncrypted: false},
	log: 'text',
};
