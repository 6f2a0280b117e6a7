-- A choice of shops or platforms: nothing to work out before the questions are asked.
CREATE OR REPLACE TEMP VIEW f AS SELECT * FROM o WHERE {keep};
CREATE OR REPLACE TEMP VIEW fl AS SELECT * FROM l WHERE {keep};
CREATE OR REPLACE TEMP VIEW fp AS SELECT * FROM p WHERE {keep};
CREATE OR REPLACE TEMP VIEW fr AS SELECT * FROM r WHERE {keep};
