#!/bin/sh
# Loads the files of this folder into the database of Neo4j 5 that is named, by default neo4j, and replaces what it holds.
# The database must be stopped.
cd "$(dirname "$0")" && exec neo4j-admin database import full "${1:-neo4j}" \
  --overwrite-destination \
  --id-type=string \
  --multiline-fields=true \
  --array-delimiter=';' \
  --nodes=Paper.csv \
  --nodes=Authorship.csv \
  --nodes=Author.csv \
  --nodes=Institution.csv \
  --nodes=Task.csv \
  --nodes=Dataset.csv \
  --nodes=Venue.csv \
  --nodes=Entry.csv \
  --relationships=relation-hasAuthor.csv \
  --relationships=relation-hasAuthorship.csv \
  --relationships=relation-listsInstitution.csv \
  --relationships=relation-addressesTask.csv \
  --relationships=relation-publishedIn.csv \
  --relationships=relation-introducesDataset.csv \
  --relationships=relation-mentionsDataset.csv \
  --relationships=relation-hasEntry.csv \
  --relationships=relation-ofPaper.csv \
  --relationships=relation-author.csv \
  --relationships=relation-candidateAffiliation.csv \
  --relationships=relation-affiliatedWith.csv \
  --relationships=relation-broader.csv \
  --relationships=relation-usedForTask.csv \
  --relationships=relation-listsPaper.csv \
  --relationships=relation-underHeading.csv \
  --relationships=relation-names.csv
