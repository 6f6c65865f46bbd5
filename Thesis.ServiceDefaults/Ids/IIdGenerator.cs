namespace Thesis.ServiceDefaults;

/// <summary>Makes the ids of new rows: positive 64-bit numbers, unique across processes, rising with time.</summary>
public interface IIdGenerator
{
    /// <summary>The next id. Ids of one process rise strictly; those of several are ordered to the millisecond.</summary>
    long Next();
}
