#!/bin/sh
# Measures redaction on the public corpora in ../shared/data: the figures of docs/redaction.md, then every miss by file, line
# and rule. No text of a corpus is printed.
set -e
cd "$(dirname "$0")/.."
mvn -q -Pfast -pl arc-eval-core -am -Dtest='RedactionCorporaTest,AgentTextsTest,PlantedSecretsTest' -Dsurefire.failIfNoSpecifiedTests=false test
cat arc-eval-core/target/redaction-report.txt arc-eval-core/target/agent-texts-report.txt
