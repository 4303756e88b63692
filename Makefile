# Plumbline's dev loop. `make` alone prints the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export JAVA_HOME := $(shell ./scripts/find-jdk)
LOCALE := $(or $(LC_ALL),$(LC_CTYPE),$(LANG))
ifeq ($(or $(findstring UTF-8,$(LOCALE)),$(findstring utf8,$(LOCALE))),)
# Java reads file names in the locale's character set, and tests use names that are not ASCII.
export LC_ALL := C.UTF-8
endif
MVN := ./mvnw -B
ARGS ?= --help

help:     ## print the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | awk '{ name = $$1; $$1 = ""; printf "make %-18s%s\n", name, $$0 }'

jdk:
	@test -n "$(JAVA_HOME)" || exit 2

check: jdk ## format check, compile with every warning an error, the tests that need no database
	$(MVN) -q spotless:check
	$(MVN) test -Dtest.excludedGroups='long | database'

test: jdk ## all tests, on a real embedded PostgreSQL
	$(MVN) spotless:check test

golden: jdk ## rewrite the expected texts; review the diff
	$(MVN) test -Dtest.jvm=-Dgolden.update=true

format: jdk ## format the sources
	$(MVN) -q spotless:apply

crash: jdk ## 200 SIGKILLs, in every state and at random; prints kills per state
	$(MVN) test -Dtest=CrashTest -Dtest.excludedGroups= -Dtest.jvm=-Dcrash.kills=200

roundtrip: jdk ## plan each step of a project's history there and back: make roundtrip DIR=migrations [LAYOUT=flyway]
	$(MVN) test -Dtest=HistoryRoundTripTest -Dtest.excludedGroups= \
		-Dtest.jvm="-Droundtrip.dir=$(abspath $(DIR)) $(if $(LAYOUT),-Droundtrip.layout=$(LAYOUT))"

roundtrip-random: jdk ## plan 5,000 random changes there and back: make roundtrip-random [SEED=1] [UNDONE=1]
	$(MVN) test -Dtest=RandomRoundTripTest -Dtest.excludedGroups= \
		-Dtest.jvm="-Droundtrip.pairs=5000 $(if $(SEED),-Droundtrip.seed=$(SEED)) $(if $(UNDONE),-Droundtrip.undone=true)"

fuzz: jdk ## a minute of random and mutated files, directories and commands: make fuzz [SEED=1] [SECONDS=600]
	$(MVN) test -Dtest='FuzzTest#forAMinute' -Dtest.excludedGroups= \
		-Dtest.jvm="$(if $(SEED),-Dfuzz.seed=$(SEED)) $(if $(SECONDS),-Dfuzz.seconds=$(SECONDS))"

bench: jdk ## time plumb beside psql, Flyway and Liquibase on one server
	./bench/run

run: jdk  ## run the command: make run ARGS="status"
	@./plumb $(ARGS)

clean:    ## remove what was built
	rm -rf target

.PHONY: help jdk check test golden format crash roundtrip roundtrip-random fuzz bench run clean
