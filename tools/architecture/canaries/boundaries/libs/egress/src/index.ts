export const egress = 'egress';
