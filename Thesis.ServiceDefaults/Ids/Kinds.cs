namespace Thesis.ServiceDefaults;

/// <summary>The kinds of rows that have ids at the edge, as in <c>Id&lt;Kinds.Order&gt;</c>.</summary>
public static class Kinds
{
    /// <summary>A donor.</summary>
    public sealed class Donor : IIdKind
    {
        private Donor() { }

        /// <inheritdoc/>
        public static string Prefix => "dnr";
    }

    /// <summary>An NGO.</summary>
    public sealed class Ngo : IIdKind
    {
        private Ngo() { }

        /// <inheritdoc/>
        public static string Prefix => "ngo";
    }

    /// <summary>One of several places of a donor or an NGO.</summary>
    public sealed class Location : IIdKind
    {
        private Location() { }

        /// <inheritdoc/>
        public static string Prefix => "loc";
    }

    /// <summary>A donation.</summary>
    public sealed class Donation : IIdKind
    {
        private Donation() { }

        /// <inheritdoc/>
        public static string Prefix => "don";
    }

    /// <summary>An allocation run.</summary>
    public sealed class Run : IIdKind
    {
        private Run() { }

        /// <inheritdoc/>
        public static string Prefix => "run";
    }

    /// <summary>One decision of a run: so much of a donation to an NGO.</summary>
    public sealed class Allocation : IIdKind
    {
        private Allocation() { }

        /// <inheritdoc/>
        public static string Prefix => "alc";
    }

    /// <summary>An order.</summary>
    public sealed class Order : IIdKind
    {
        private Order() { }

        /// <inheritdoc/>
        public static string Prefix => "ord";
    }

    /// <summary>A driver.</summary>
    public sealed class Driver : IIdKind
    {
        private Driver() { }

        /// <inheritdoc/>
        public static string Prefix => "drv";
    }

    /// <summary>A recurring donation.</summary>
    public sealed class Template : IIdKind
    {
        private Template() { }

        /// <inheritdoc/>
        public static string Prefix => "tpl";
    }

    /// <summary>A calendar feed.</summary>
    public sealed class Calendar : IIdKind
    {
        private Calendar() { }

        /// <inheritdoc/>
        public static string Prefix => "cal";
    }

    /// <summary>A conversation.</summary>
    public sealed class Conversation : IIdKind
    {
        private Conversation() { }

        /// <inheritdoc/>
        public static string Prefix => "cnv";
    }

    /// <summary>A message of a conversation.</summary>
    public sealed class Message : IIdKind
    {
        private Message() { }

        /// <inheritdoc/>
        public static string Prefix => "msg";
    }

    /// <summary>A person, as those they talk to know them.</summary>
    public sealed class Person : IIdKind
    {
        private Person() { }

        /// <inheritdoc/>
        public static string Prefix => "prs";
    }

    /// <summary>A row of the audit trail.</summary>
    public sealed class Audit : IIdKind
    {
        private Audit() { }

        /// <inheritdoc/>
        public static string Prefix => "aud";
    }
}
