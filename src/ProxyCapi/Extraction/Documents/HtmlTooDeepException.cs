namespace ProxyCapi.Extraction.Documents;

/// <summary>A page is nested deeper than any that people read; <see cref="HtmlReading"/> says how deep that is.</summary>
internal sealed class HtmlTooDeepException() : Exception("The page has thousands of elements inside one another.");
