"""The R script of a package: functions in R, and what is asked of them, one file a statistic."""
