# --- What is said of each figure --------------------------------------------------------------
# Two numbers agree where they differ by at most RELATIVE times the stored one plus ABSOLUTE:
# closed formulas agree to the last digits, and fits and roots that are searched for to 1e-6.
RELATIVE <- 1e-6
ABSOLUTE <- 1e-9
counts <- c("agrees" = 0, "DIFFERS" = 0, "not checked" = 0)

shown <- function(value) {
  if (inherits(value, "limit")) return(paste0(value$sign, format(value$at, digits = 10)))
  if (is.character(value)) return(gsub("[[:cntrl:]]", " ", value))
  format(as.numeric(value), digits = 10)
}

say <- function(verdict, ...) {
  counts[[verdict]] <<- counts[[verdict]] + 1
  cat(format(verdict, width = 11), ..., sep = " | ")
  cat("\n")
}

# A value that is only known to lie below or above a limit, and a figure without a number.
limit <- function(sign, at) structure(list(sign = sign, at = at), class = "limit")
without <- function(reason) structure(list(reason = reason), class = "without")

same <- function(computed, stored) {
  if (inherits(stored, "limit") || inherits(computed, "limit")) {
    return(inherits(computed, "limit") && inherits(stored, "limit") &&
      computed$sign == stored$sign && same(computed$at, stored$at))
  }
  if (length(computed) != 1 || is.na(computed)) return(FALSE)
  abs(computed - stored) <= RELATIVE * abs(stored) + ABSOLUTE
}

difference <- function(computed, stored) {
  if (!is.numeric(computed) || !is.numeric(stored) || length(computed) != 1) return("-")
  format(computed - stored, digits = 3)
}

# One line a stored figure: what, R's value, the stored one, their difference, the verdict.
check <- function(what, computed, stored) {
  # A figure that R warns of is compared like any other; where there is none, nobody asks for it.
  computed <- suppressWarnings(tryCatch(computed, error = function(problem) problem))
  for (name in names(stored)) {
    label <- shown(paste0(what, ": ", name))
    value <- stored[[name]]
    if (inherits(value, "without")) {
      say("not checked", label, shown(value$reason))
    } else if (inherits(computed, "error")) {
      say("DIFFERS", label, shown(conditionMessage(computed)), shown(value), "-")
    } else if (is.null(computed[[name]])) {
      say("DIFFERS", label, "not computed", shown(value), "-")
    } else {
      verdict <- if (same(computed[[name]], value)) "agrees" else "DIFFERS"
      say(verdict, label, shown(computed[[name]]), shown(value),
        difference(computed[[name]], value))
    }
  }
}

not_checked <- function(what, why) say("not checked", shown(what), shown(why))

section <- function(title) cat("\n", shown(title), "\n", sep = "")

finish <- function() {
  cat("\n", counts[["agrees"]], " agree, ", counts[["DIFFERS"]], " differ, ",
    counts[["not checked"]], " not checked\n", sep = "")
  if (!interactive()) quit(save = "no", status = if (counts[["DIFFERS"]] > 0) 1 else 0)
}
