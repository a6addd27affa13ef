# Shared by the scripts of this folder: reading a data set, writing the printed results.
options(digits = 15)
dataset <- function(name) read.csv(file.path("data", paste0(name, ".csv")))
record <- function(results, name) {
  results$made_with <- list(R = as.character(getRversion()))
  for (package in loadedNamespaces()) if (!package %in% rownames(installed.packages(priority = "base")))
    results$made_with[[package]] <- as.character(packageVersion(package))
  jsonlite::write_json(results, file.path("results", paste0(name, ".json")), auto_unbox = TRUE, digits = NA, pretty = TRUE, dataframe = "columns")
}
