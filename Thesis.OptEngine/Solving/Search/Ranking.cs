namespace Thesis.OptEngine.Solving.Search;

/// <summary>Orders numbered things by a score, least first; of equal ones the lowest number. Sorting two columns is several
/// times faster than by a comparison that is called back.</summary>
internal static class Ranking
{
    public static void Sort(Span<double> scores, Span<int> numbers)
    {
        scores.Sort(numbers);
        for (int i = 0; i + 1 < scores.Length; i++)
        {
            int end = i + 1;
            while (end < scores.Length && scores[end] == scores[i])
            {
                end++;
            }

            if (end > i + 1)
            {
                numbers[i..end].Sort();
                i = end - 1;
            }
        }
    }
}
