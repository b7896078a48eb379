-- Lists of the directory read the tables of its records; these are the orders they ask for.
CREATE INDEX directory_by_check ON directory_check (service, "on");
CREATE INDEX directory_by_step ON directory_step (referral, "on");
